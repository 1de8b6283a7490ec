import CampusCard
import CentralStore
import Testing

@Suite("A replacement in the store, from login to its end")
struct ReplacementTests {
    @Test("A taken card is active, the old one cancelled, the fee captured once")
    func taken() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let quote = try business.quote()
        #expect(quote.fee == StoreRig.fee && quote.feeReason == .standard)
        #expect(quote.spendable == Money(fen: 10_000))
        #expect(
            quote.holder
                == MaskedHolder(name: "李*", studentNumber: "2023****01", cardNumber: "****01"))
        let (_, plan) = try business.committed(blank: 100)
        #expect(plan.issueNumber == IssueNumber(2) && plan.cardNumber == CardNumber(1_001))
        #expect(
            try business.standing()
                == CaseStanding(stage: .committed, money: .held, fee: StoreRig.fee))
        let fact = KioskFact.delivered(caseID: business.id, uid: plan.uid, evidence: .takenSeenLive)
        let pushed = try rig.push([fact, fact], from: 1)
        #expect(pushed == PushEventsCall.Answer(nextEvent: EventSequence(3), quarantined: []))
        #expect(
            try business.standing()
                == CaseStanding(stage: .delivered, money: .captured, fee: StoreRig.fee))
        #expect(try rig.number("SELECT fen FROM balance WHERE ledger_account = 'cash:a1'") == 8_000)
        #expect(try rig.number("SELECT fen FROM balance WHERE ledger_account = 'held:a1'") == 0)
        #expect(try rig.number("SELECT COUNT(*) FROM transfer WHERE to_account = 'fees'") == 1)
        #expect(
            try rig.text("SELECT group_concat(life) FROM card WHERE account = 'a1'")
                == "cancelled,active")
    }

    @Test("A card that was not taken is void: cancelled, listed, the hold released")
    func notTaken() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let (_, plan) = try business.committed(blank: 100)
        #expect(
            try business.void(100)
                == CaseStanding(stage: .voided, money: .released, fee: StoreRig.fee))
        #expect(
            try rig.number("SELECT fen FROM balance WHERE ledger_account = 'cash:a1'") == 10_000)
        let stopped = try rig.number(
            "SELECT stopped_through FROM stop_entry WHERE card_number = 1001 ORDER BY version DESC")
        #expect(stopped == Int64(plan.issueNumber.value))
        let again = try RigCase(rig, "c-2")
        #expect(try again.open().fence > Fence(0))
    }

    @Test("An abandoned case releases hold and lease; the loss report stays")
    func abandoned() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        _ = try business.bind(fence, 100)
        #expect(
            try business.abandon()
                == CaseStanding(stage: .abandoned, money: .released, fee: StoreRig.fee))
        #expect(
            try rig.number("SELECT lost FROM card WHERE issue_number = 1 AND account = 'a1'") == 1)
        #expect(try rig.number("SELECT COUNT(*) FROM stop_entry") == 1)
        let late = CommitCall(fence: fence, uid: StoreRig.uid(100), issueNumber: IssueNumber(2))
        #expect(try rig.refusal(late, business.id) == .caseEnded)
    }

    @Test("A spoiled blank's number and UID are listed and never used again")
    func spoiledBlank() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let fence = try business.open().fence
        let first = try business.bind(fence, 100)
        let second = try business.bind(fence, 101, attempt: 2)
        #expect(second.issueNumber > first.issueNumber)
        #expect(
            try rig.number("SELECT MAX(stopped_through) FROM stop_entry")
                == Int64(first.issueNumber.value))
        #expect(try rig.number("SELECT COUNT(*) FROM withheld_uid") == 1)
        let third = BindCall(fence: fence, uid: StoreRig.uid(102))
        #expect(try rig.refusal(third, business.id, attempt: 3) == .blankLimit)
        let gone = CommitCall(fence: fence, uid: first.uid, issueNumber: first.issueNumber)
        #expect(try rig.refusal(gone, business.id) == .outOfOrder)
        _ = try business.commit(fence, second, attempt: 2)
        let stops = try rig.number("SELECT MAX(stopped_through) FROM stop_entry")
        #expect(stops < Int64(second.issueNumber.value), "the new card is not stopped")
    }

    @Test("The first replacement is free and needs no hold; a waiver is spent once and comes back")
    func noFee() throws {
        let rig = try StoreRig()
        let number = StudentNumber(validated: "2023010009")
        try rig.desk.register([
            StoreRig.student(9, number, balance: .zero, earlier: [])
        ])
        let free = try RigCase(rig, "c-free", number)
        #expect(try free.quote().feeReason == .firstFree)
        _ = try free.committed(blank: 100)
        #expect(try free.standing() == CaseStanding(stage: .committed, money: .none, fee: .zero))
        _ = try rig.push(
            [.delivered(caseID: free.id, uid: StoreRig.uid(100), evidence: .takenSeenLive)], from: 1
        )
        #expect(try free.standing() == CaseStanding(stage: .delivered, money: .none, fee: .zero))

        try rig.desk.waiveFee(of: number, who: "Zhao", why: "chip fault")
        let waived = try RigCase(rig, "c-waived", number)
        #expect(try waived.quote().feeReason == .waived)
        _ = try waived.open()
        _ = try waived.abandon()
        let after = try RigCase(rig, "c-after", number)
        #expect(try after.quote().feeReason == .waived)
        _ = try after.committed(blank: 101)
        #expect(try rig.number("SELECT COUNT(*) FROM fee_waiver WHERE used_by IS NULL") == 0)
        #expect(try rig.number("SELECT COUNT(*) FROM transfer WHERE leg IS NOT NULL") == 0)
    }

    @Test("A personalisation holds the records and keys of this UID")
    func personalisation() throws {
        let rig = try StoreRig()
        let business = try RigCase(rig, "c-1")
        let plan = try business.bind(try business.open().fence, 100)
        let bytes = try #require([UInt8](hex: plan.identityRecord))
        let (record, _) = try IdentityRecord.decode(bytes, as: .standard)
        #expect(record.studentNumber == StoreRig.mei && record.issueNumber == plan.issueNumber)
        #expect(record.validFrom == RecordDate(year: 2026, month: 11, day: 23))
        #expect(record.validTo == RecordDate(year: 2030, month: 11, day: 23))
        let status = try StatusRecord.decode(
            try #require([UInt8](hex: plan.statusRecord)), as: .standard)
        #expect(status.flag == .clear && status.goodAsOf == ListVersion(1))
        #expect(plan.keys.applicationKeys.count == CardKeyGrant.applicationKeyCount)
        #expect(Set(plan.keys.applicationKeys + [plan.keys.piccMasterKey]).count == 6)
        let other = try business.bind(try business.open(attempt: 2).fence, 101, attempt: 2)
        #expect(other.keys != plan.keys)
    }

    @Test("A campus with its own application and layout gets records and keys for them")
    func otherFormat() throws {
        let layout = RecordLayout<StatusField>(
            version: 7, length: 33,
            places: Dictionary(
                uniqueKeysWithValues: StatusField.allCases.map { field in
                    let place = RecordLayout<StatusField>.standard.place(of: field)
                    return (field, place.lowerBound + 1..<place.upperBound + 1)
                }))
        let format = CardFormat(
            applicationID: ApplicationID(validated: 0xF58812), identity: .standard, status: layout)
        func plan(_ format: CardFormat) throws -> Personalisation {
            let business = try RigCase(try StoreRig(cards: format), "c-1")
            return try business.bind(try business.open().fence, 100)
        }
        let (ours, theirs) = (try plan(.standard), try plan(format))
        let status = try #require([UInt8](hex: theirs.statusRecord))
        let old = try #require([UInt8](hex: ours.statusRecord))
        #expect(
            try StatusRecord.decode(status, as: layout) == StatusRecord.decode(old, as: .standard))
        #expect(ours.keys.piccMasterKey != theirs.keys.piccMasterKey)
        #expect(ours.keys.applicationKeys != theirs.keys.applicationKeys)
        // The same card in another application carries another seal.
        #expect(ours.identityRecord != theirs.identityRecord)
    }
}
