import ArgumentParser

/// `kiosk card`.
struct CardDeskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "card",
        abstract: "Work on a single card at a desk, or try a card profile out.",
        discussion: """
            encode, read and update take a job file: the keys of one card, and what it is to hold. \
            It is JSON, must be readable by its owner only, and looks like this:
              {
                "uid": "04DE5F1EACC040",
                "keys": {
                  "generation": 49,
                  "cardMaster": "A0A1A2A3A4A5A6A7A8A9AAABACADAEAF",
                  "application": [ five keys of 32 hex digits, from key 0 ]
                },
                "identity": {
                  "holderClass": "student", "cardNumber": 104233, "issueNumber": 7,
                  "studentNumber": "202401234", "validFrom": "2026-09-01",
                  "validTo": "2030-07-31", "seal": "5E5E5E5E5E5E5E5E"
                },
                "status": {
                  "flag": "clear", "goodAsOf": 5021, "limitsGeneration": 3,
                  "singleLimitFen": 5000, "dailyLimitFen": 20000, "updateCounter": 1,
                  "writtenOn": "2026-11-23"
                },
                "newStatus": { the same keys as status, for update }
              }

            The channel is tcp:HOST:PORT for a chip behind a socket, such as kiosk-lab chip plays; \
            vpcd or vpcd:PORT for a virtual card that comes to a port of this machine, as to the \
            reader of vsmartcard; or reader:SERIAL for a card reader on this machine's USB that no \
            running kiosk holds.

            A card that is lost in the middle is no harm: run the same command again with the same \
            job and the same card.

            Example:
              kiosk card plan kiosk-config/cards/desfire-a.json
            """,
        subcommands: [PlanCard.self, EncodeCard.self, ReadCardCommand.self, UpdateCard.self])
}
