import CampusCard
import CampusFaults
import CentralStore

/// What people do at the store itself.
extension AbstractWorld {
    func reportLoss(_ person: Person) throws(StoreFailure) -> Bool {
        try store.reportLoss(of: person.account)
    }

    func releaseCard(of person: Person) throws(StoreFailure) -> Bool {
        try store.releaseCard(of: person.account)
    }

    func settle(_ caseID: CaseID, _ asDelivered: Bool) throws(StoreFailure) -> Bool {
        try store.settle(caseID, asDelivered: asDelivered)
    }

    /// The store's disk is lost after this time, and a backup of this moment takes its place.
    func loseStore(after milliseconds: Int64, seenBy kiosk: AbstractKiosk) {
        let backup = store.backup()
        after(milliseconds) { [self] in
            guard !isEnding else { return }
            check { () throws(StoreFailure) in try store.restore(backup) }
            restores += 1
            kiosk.pendingReasons.append(.storeRestored)
            tell(kiosk, "a backup takes the store's place")
        }
    }

    func setService(of kiosk: KioskID, _ isInService: Bool) {
        check { () throws(StoreFailure) in try store.setKiosk(kiosk, inService: isInService) }
    }
}
