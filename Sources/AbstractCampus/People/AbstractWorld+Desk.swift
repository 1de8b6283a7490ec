import CampusCard
import CentralStore

/// What people do at the store itself.
extension AbstractWorld {
    func reportLoss(_ person: Person) throws(StoreFailure) -> Bool {
        try store.reportLoss(of: person.account)
    }

    func settle(_ caseID: CaseID, _ asDelivered: Bool) throws(StoreFailure) -> Bool {
        try store.settle(caseID, asDelivered: asDelivered)
    }

    func setService(of kiosk: KioskID, _ isInService: Bool) {
        check { () throws(StoreFailure) in try store.setKiosk(kiosk, inService: isInService) }
    }
}
