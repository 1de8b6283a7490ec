internal import DeviceProtocols

/// Bounds of a dialogue with a reader.
enum CCIDLimits {
    /// A bulk OUT message is taken by then (libccid: 5 s).
    static let write = Duration.seconds(5)
    /// The first answer to a command comes by then (libccid: 3 s).
    static let answer = Duration.seconds(3)
    /// Power-on of a contactless card and its commands may take longer before the reader asks for time.
    static let cardAnswer = Duration.seconds(10)
    /// However often a reader asks for time, a command ends by then: a broken card could ask for ever.
    static let command = Duration.seconds(20)
    /// One command of the kiosk may take many to the reader, each with its own time. All of them end by then.
    static let exchange = Duration.seconds(40)
    /// Messages of earlier commands thrown away while one waits for its own (devices.md §6.3, 4).
    static let staleMessages = 10
    /// Zero-length transfers before an answer: the packet that ends a message whose length is a multiple of 64.
    static let emptyTransfers = 4
    /// However long a reader says that its messages may be: the longest APDU in one (ISO/IEC 7816-4, 5.1).
    static let message = CCIDMessage.headerLength + CCIDMessage.apduLimit
    /// A chained answer grows to this many bytes at most, in at most so many parts.
    static let response = CCIDMessage.responseLimit
    static let chainParts = 512
    /// A slot that says it is busy is asked again so often, so far apart (bError E0, F2).
    static let busyRetries = 5
    static let busyPause = Duration.milliseconds(100)
    /// What is read while a pipe is drained, and how long each read waits.
    static let drainReads = 16
    static let drainWait = Duration.milliseconds(20)
    /// A card that came or went counts once it has been so for this long (devices.md §6.6).
    static let settling = Duration.milliseconds(200)
    /// The interrupt endpoint is listened to for so long at a time, and a reader that has none asked so often.
    static let noticeWait = Duration.seconds(1)
    static let presenceInterval = Duration.milliseconds(250)
    /// Pieces in which a reader gives an answer of its own.
    static let ownAnswers = 16
    /// What is left on the interrupt endpoint when a reader is opened is thrown away.
    static let noticeReads = 4
    /// Reads use at least this much, so that no reader overflows them (libccid issue 161).
    static let readCapacity = 1_024
}
