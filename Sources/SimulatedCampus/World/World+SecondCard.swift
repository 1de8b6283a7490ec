import CampusFaults
import Simulator

/// A stranger at the exit.
extension World {
    /// How long a stranger waits for a card to come out, and how often they look.
    private static let strangerLooks = 600
    private static let strangerPause: Duration = .milliseconds(250)

    /// Somebody pushes a card of their own into the slot while another card waits there. Every second student then
    /// walks off from the blocked slot.
    func pushSecondCard(_ number: Int, _ draws: Draws) {
        var draws = draws
        let leaves = draws.chance(50)
        let site = campus.sites[number]
        spawn {
            for _ in 1...Self.strangerLooks {
                await self.sleep(Self.strangerPause)
                guard !self.isCalm else { return }
                let isIn = site.machine.act(at: self.now) { contents -> Bool in
                    guard contents.machine.stations[.exit] != nil else { return false }
                    // A counter that passes over one of two cards counts what was to be counted: no witness is left.
                    guard
                        !contents.machine.faults.pending.contains(where: {
                            $0.kind == .binCounterStill
                        })
                    else { return false }
                    let card = contents.mint.cards(1, of: .foreign)[0]
                    do throws(MachineRefusal) { try contents.machine.pushIntoSlot(card) } catch {
                        return false
                    }
                    if leaves { contents.machine.setPerson(.absent) }
                    return true
                }
                if isIn { return self.injector.struck(.twoCardsAtExit) }
            }
        }
    }
}
