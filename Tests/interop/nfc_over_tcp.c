/* The calls of libnfc that libfreefare makes, answered by a card behind a TCP port, since Debian's libnfc has no
 * driver that reaches one: each message is a length of two bytes, most significant first, and that many bytes of
 * command or answer APDU; the length FFFF means that the field is lost and comes back (kiosk-lab chip --help). */
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <nfc/nfc.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

enum { FIELD_LOST = 0xFFFF, LINE_BROKEN = -1 };

static int line = -1;

static int send_all(const uint8_t *bytes, size_t count) {
    while (count > 0) {
        ssize_t sent = send(line, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) return LINE_BROKEN;
        bytes += sent;
        count -= (size_t)sent;
    }
    return 0;
}

static int receive_all(uint8_t *bytes, size_t count) {
    return recv(line, bytes, count, MSG_WAITALL) == (ssize_t)count ? 0 : LINE_BROKEN;
}

static int send_length(unsigned length) {
    uint8_t bytes[2] = { (uint8_t)(length >> 8), (uint8_t)length };
    return send_all(bytes, sizeof bytes);
}

/* Takes the card on this port of 127.0.0.1 as the device; 0 when nobody listens. */
int nfc_over_tcp_open(int port) {
    struct sockaddr_in place = { .sin_family = AF_INET, .sin_port = htons((uint16_t)port) };
    int on = 1;
    place.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    line = socket(AF_INET, SOCK_STREAM, 0);
    setsockopt(line, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return connect(line, (struct sockaddr *)&place, sizeof place) == 0;
}

int nfc_initiator_init(nfc_device *device) {
    (void)device;
    return 0;
}

int nfc_device_set_property_bool(nfc_device *device, const nfc_property property, const bool on) {
    (void)device, (void)property, (void)on;
    return 0;
}

int nfc_device_get_last_error(const nfc_device *device) {
    (void)device;
    return 0;
}

const char *nfc_strerror(const nfc_device *device) {
    (void)device;
    return "the card's line";
}

/* A DESFire as its maker delivers it: ATQA, SAK and ATS of the MF3D data sheets. Of the UID only the
 * maker's byte is looked at. */
static void describe(nfc_target *target) {
    static const uint8_t ats[] = { 0x75, 0x77, 0x81, 0x02, 0x80 };
    nfc_iso14443a_info *info = &target->nti.nai;
    memset(target, 0, sizeof *target);
    target->nm.nmt = NMT_ISO14443A;
    target->nm.nbr = NBR_106;
    info->abtAtqa[0] = 0x03;
    info->abtAtqa[1] = 0x44;
    info->btSak = 0x20;
    info->szUidLen = 7;
    info->abtUid[0] = 0x04;
    memcpy(info->abtAts, ats, sizeof ats);
    info->szAtsLen = sizeof ats;
}

int nfc_initiator_list_passive_targets(
    nfc_device *device, const nfc_modulation modulation, nfc_target targets[], const size_t room) {
    (void)device;
    if (modulation.nmt != NMT_ISO14443A || room < 1) return 0;
    describe(&targets[0]);
    return 1;
}

int nfc_initiator_select_passive_target(
    nfc_device *device, const nfc_modulation modulation, const uint8_t *start, const size_t length,
    nfc_target *target) {
    (void)device, (void)modulation, (void)start, (void)length;
    if (target) describe(target);
    return send_length(FIELD_LOST) == 0 ? 1 : NFC_EIO;
}

int nfc_initiator_deselect_target(nfc_device *device) {
    (void)device;
    return 0;
}

int nfc_initiator_transceive_bytes(
    nfc_device *device, const uint8_t *sent, const size_t sent_length, uint8_t *received,
    const size_t room, int timeout) {
    uint8_t head[2];
    size_t length;
    (void)device, (void)timeout;
    if (send_length((unsigned)sent_length) || send_all(sent, sent_length)) return NFC_EIO;
    if (receive_all(head, sizeof head)) return NFC_EIO;
    length = (size_t)head[0] << 8 | head[1];
    if (length > room || receive_all(received, length)) return NFC_EOVFLOW;
    return (int)length;
}
