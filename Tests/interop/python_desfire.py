"""A card by python-desfire 0.1.5, a reader that is not ours: EV1's secure messaging with AES, standard
files. Of the ways to write it has the enciphered one: under a MAC it sends the code's last eight bytes,
where a DESFire wants the first, and in a plain answer it leaves the code."""

import socket
import struct

from desfire import DESFire, DESFireKey
from desfire.devices.base import Device
from desfire.enums import DESFireCommunicationMode as Mode
from desfire.enums import DESFireFileType, DESFireKeySettings, DESFireKeyType
from desfire.schemas import FilePermissions, FileSettings, KeySettings

APPLICATION = 0x0188F5  # F58801, least significant byte first on the air
OWN = 0x332211
IDENTITY, STATUS = 1, 2
READING = 1
RIGHTS = [
    DESFireKeySettings.KS_ALLOW_CHANGE_MK, DESFireKeySettings.KS_LISTING_WITHOUT_MK,
    DESFireKeySettings.KS_CREATE_DELETE_WITHOUT_MK, DESFireKeySettings.KS_CONFIGURATION_CHANGEABLE,
]


class Line(Device):
    """A played card on a port of this machine. The library speaks in native frames, which go wrapped:
    90, command, 00 00, length and data, 00; the status stands behind the answer."""

    def __init__(self, port):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=10)
        self.stream = self.socket.makefile("rwb")

    def transceive(self, bytes):
        command, data = bytes[0], bytearray(bytes[1:])
        body = bytearray([len(data)]) + data if data else b""
        wrapped = bytearray([0x90, command, 0, 0]) + body + b"\0"
        self.stream.write(struct.pack(">H", len(wrapped)) + wrapped)
        self.stream.flush()
        (length,) = struct.unpack(">H", self.stream.read(2))
        answer = list(self.stream.read(length))
        return answer[-1:] + answer[:-2]

    def __enter__(self):
        return DESFire(self)

    def __exit__(self, *_):
        self.stream.close()
        self.socket.close()


def aes(key):
    return DESFireKey(KeySettings(key_type=DESFireKeyType.DF_KEY_AES), key)


def read_records(port, reading_key):
    """Both records of a card of profile A, as hex."""
    with Line(port) as card:
        card.select_application(APPLICATION)
        card.authenticate(READING, aes(reading_key))
        return [
            bytes(card.read_file_data(file, FileSettings(encryption=Mode.ENCRYPTED, file_size=size))).hex()
            for file, size in ((IDENTITY, 64), (STATUS, 32))]


def makes_own_application(port):
    """On a blank: an AES application with two keys, one of them changed, and a file that reads back."""
    contents = list(range(32))
    new_key = list(range(0x40, 0x50))
    with Line(port) as card:
        default = DESFireKey(KeySettings(key_type=DESFireKeyType.DF_KEY_2K3DES), [0] * 8)
        card.authenticate(0, default)
        uid = card.get_real_uid()
        card.create_application(OWN, KeySettings(key_type=DESFireKeyType.DF_KEY_AES, settings=RIGHTS), 2)
        card.select_application(OWN)
        card.authenticate(0, aes([0] * 16))
        card.change_key(1, aes([0] * 16), aes(new_key), 7)
        card.create_standard_file(
            1, FileSettings(Mode.ENCRYPTED, DESFireFileType.MDFT_STANDARD_DATA_FILE, FilePermissions(1, 1, 1, 0), 32))
        # Its initial vector goes out of step there.
        card.select_application(OWN)
        card.authenticate(1, aes(new_key))
        version, settings = card.get_key_version(1), card.get_file_settings(1)
        card.write_file_data(1, 0, Mode.ENCRYPTED, contents)
        read = card.read_file_data(1, settings)
        return bytes(uid).hex().upper(), read == contents, version, settings.file_size
