package import CampusCard

/// What an operator does to the store. Each act names who and why where it changes money or a case.
package struct Operator: Sendable {
    let service: StoreService

    package init(_ service: StoreService) {
        self.service = service
    }

    /// Books cardholders of the registry, all or none.
    package func register(_ holders: [Registration]) throws(StoreFailure) {
        try service.inTransaction("register \(holders.count) cardholders") { transaction in
            for holder in holders { try holder.insert(transaction) }
        }
    }

    /// How many cardholders the store has.
    package func cardholderCount() throws(StoreFailure) -> Int64 {
        try service.inSQL("count the cardholders") { tables, _ in
            try tables.integer("SELECT COUNT(*) FROM cardholder WHERE campus = :campus")
        }
    }

    /// Registers a kiosk, or takes it out of service and puts it back.
    package func setKiosk(
        _ kiosk: KioskID, inService: Bool, why: String?
    ) throws(StoreFailure) {
        try service.inTransaction("set kiosk \(kiosk)") { transaction in
            guard try inService || KioskRecord.inService(kiosk, transaction) != nil else {
                throw StoreFailure("no kiosk \(kiosk) is registered")
            }
            try KioskRecord.set(kiosk, inService: inService, why: why, transaction)
            if !inService { try StoreLife.settle(transaction) }
        }
    }

    /// Freezes an account or ends its freeze; its card bears the mark too, and the
    /// freeze outlives the card.
    package func setFrozen(_ number: StudentNumber, _ frozen: Bool) throws(StoreFailure) {
        try service.inTransaction("freeze an account") { transaction in
            let holder = try Self.holder(number, transaction)
            try transaction.tables.setFrozen(holder.account, frozen)
            if let card = try CardRecord.usable(of: holder.account, transaction) {
                let flags = card.flags.subtracting(.frozen).union(frozen ? .frozen : [])
                try card.set(flags, transaction)
            }
        }
    }

    /// Lets the next replacement of a student cost nothing.
    package func waiveFee(
        of number: StudentNumber, who: String, why: String
    ) throws(StoreFailure) {
        try service.inTransaction("waive a fee") { transaction in
            let holder = try Self.holder(number, transaction)
            try transaction.tables.insert(
                WaiverRow(
                    id: transaction.environment.randomBytes(16).hex, account: holder.account,
                    who: who, why: why, at: transaction.now.wall))
        }
    }

    /// Decides at the desk that the student has the card of a committed case: the fee is captured.
    package func settleAsDelivered(
        _ caseID: CaseID, who: String, why: String
    ) throws(StoreFailure) {
        try service.inTransaction("settle case \(caseID) as delivered") { transaction in
            let found = try Self.committed(caseID, transaction)
            try CaseEnding.settle(found, asDelivered: true, who: who, why: why, transaction)
        }
    }

    /// Decides at the desk that the student has no card of a committed case: the hold is released,
    /// the card dead.
    package func release(_ caseID: CaseID, who: String, why: String) throws(StoreFailure) {
        try service.inTransaction("release case \(caseID)") { transaction in
            let found = try Self.committed(caseID, transaction)
            try CaseEnding.settle(found, asDelivered: false, who: who, why: why, transaction)
        }
    }

    /// Closes what only a person can close: a late delivery or a contradiction.
    package func closeSuspect(_ caseID: CaseID, who: String, why: String) throws(StoreFailure) {
        try service.inTransaction("close the suspect \(caseID)") { transaction in
            transaction.count(.suspectDecided)
            for kind in [Suspects.Kind.lateDelivery, .contradiction] {
                try Suspects.resolve(caseID, kind, as: why, who: who, transaction)
            }
        }
    }

    static func holder(
        _ number: StudentNumber, _ transaction: StoreTransaction
    ) throws -> Cardholder {
        guard let holder = try Cardholder.find(studentNumber: number, transaction) else {
            throw StoreFailure("no cardholder has this student number")
        }
        return holder
    }

    private static func committed(
        _ caseID: CaseID, _ transaction: StoreTransaction
    ) throws -> CaseRecord {
        guard let found = try CaseRecord.find(caseID, transaction) else {
            throw StoreFailure("the store has no such case")
        }
        guard found.stage == .committed else {
            throw StoreFailure(
                "the case is \(found.stage.rawValue); only a committed one is decided")
        }
        return found
    }
}
