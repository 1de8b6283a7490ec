/// What a world takes for granted of people and time.
enum WorldLimits {
    /// What a technician fills the hopper up to.
    static let fullHopper = 120
    /// Below this many blanks a technician who is there fills up.
    static let lowHopper = 15
    /// With this many cards in the bin a technician who is there empties it.
    static let fullBin = 40
    /// How long a kiosk is out of service before somebody comes.
    static let callOut: Duration = .seconds(60)
    /// Visits of a technician after which a kiosk that still does not work is a break of K11.
    static let repairs = 20
    /// How often a technician tells the kiosk what was counted until it is taken.
    static let countTries = 12
    /// How often, and at what distance, somebody at the open door looks for a card in the path, where it lies for less than
    /// half a second.
    static let doorLooks = 600
    static let doorPause: Duration = .milliseconds(150)
    /// K10: what a bin must take for a case, two blanks and one card more.
    static let binRoom = 3
    /// K10: ten seconds since the store's last answer, and the pause in which nobody looks again.
    static let storeSilence: Duration = .seconds(18)
    /// K10: within this time a kiosk that is not busy looks at its own parts again.
    static let lookPause: Duration = .seconds(5)
    /// K14: the receipts of a kiosk that are read, the last ones.
    static let papersRead = 10
    /// K11: when faults have stopped, everything is at rest after so long.
    static let rest: Duration = .seconds(900)
    /// How often it is asked whether everything is at rest.
    static let restPause: Duration = .seconds(60)
    /// While faults go on, a student's case is over after so long.
    static let visit: Duration = .seconds(1_800)
    /// The supervisor starts a process that ended after so long (`RestartSec` of the unit).
    static let restart: Duration = .seconds(5)
    /// The desk decides on a suspect case after so long.
    static let deskDelay: Duration = .seconds(600)
    /// How often the desk goes through its list: a decision may bring back a case on which it has to decide next.
    static let deskRounds = 4
    /// No world takes longer than this for one case, all kiosks together.
    static let perCase: Duration = .seconds(7_200)
}
