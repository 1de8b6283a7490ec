/* A card of profile A, and files of every other kind, by libfreefare: a reader that is not ours.
 *
 *   freefare_card PORT personalise IDENTITY STATUS   on a blank, under the keys that stand in the environment
 *   freefare_card PORT read                          prints the two records as hex, by the reading key
 *   freefare_card PORT files                         an application s with value, record and standard files, by D40, 3K3DES and AES
 *
 * Keys are MASTER and KEY0 to KEY4 (16 bytes as hex), their version GENERATION (decimal). The exit status is 1 at the
 * first call that fails; standard error names it. */
#include <errno.h>
#include <freefare.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int nfc_over_tcp_open(int port);

enum { IDENTITY = 1, STATUS = 2, IDENTITY_BYTES = 64, STATUS_BYTES = 32, KEYS = 5 };
enum { READING = 1, UPDATING = 2, ADMINISTRATION = 0 };

static MifareTag tag;

static void fail(const char *call) {
    fprintf(
        stderr, "%s: %s, card 0x%02X, reader 0x%02X\n", call, freefare_strerror(tag),
        mifare_desfire_last_picc_error(tag), mifare_desfire_last_pcd_error(tag));
    exit(1);
}

#define must(call) do { if ((call) < 0) fail(#call); } while (0)

static void bytes_of(const char *hex, uint8_t *bytes, size_t count) {
    if (!hex || strlen(hex) != 2 * count) {
        fprintf(stderr, "%zu bytes of hex are wanted, not %s\n", count, hex ? hex : "nothing");
        exit(2);
    }
    for (size_t i = 0; i < count; i++) sscanf(hex + 2 * i, "%2hhx", &bytes[i]);
}

static MifareDESFireKey key_named(const char *name) {
    uint8_t bytes[16];
    const char *generation = getenv("GENERATION");
    bytes_of(getenv(name), bytes, sizeof bytes);
    return mifare_desfire_aes_key_new_with_version(bytes, (uint8_t)atoi(generation ? generation : "0"));
}

static MifareDESFireKey application_key(int number) {
    char name[] = "KEY0";
    name[3] = (char)('0' + number);
    return key_named(name);
}

static MifareDESFireKey zeros_des(void) {
    uint8_t zeros[8] = { 0 };
    return mifare_desfire_des_key_new_with_version(zeros);
}

static MifareDESFireKey zeros_aes(void) {
    uint8_t zeros[16] = { 0 };
    return mifare_desfire_aes_key_new_with_version(zeros, 0);
}

static MifareDESFireKey zeros_3k3des(void) {
    uint8_t zeros[24] = { 0 };
    return mifare_desfire_3k3des_key_new_with_version(zeros);
}

static MifareDESFireAID application(void) {
    return mifare_desfire_aid_new(0xF58801);
}

static void personalise(const char *identity_hex, const char *status_hex) {
    uint8_t identity[IDENTITY_BYTES], status[STATUS_BYTES];
    uint16_t rights = MDAR(READING, UPDATING, ADMINISTRATION, ADMINISTRATION);
    bytes_of(identity_hex, identity, sizeof identity);
    bytes_of(status_hex, status, sizeof status);
    must(mifare_desfire_authenticate(tag, 0, zeros_des()));
    must(mifare_desfire_change_key(tag, 0, key_named("MASTER"), NULL));
    must(mifare_desfire_authenticate_aes(tag, 0, key_named("MASTER")));
    must(mifare_desfire_create_application_aes(tag, application(), 0x0B, KEYS));
    must(mifare_desfire_select_application(tag, application()));
    must(mifare_desfire_authenticate_aes(tag, 0, zeros_aes()));
    must(mifare_desfire_create_backup_data_file(tag, IDENTITY, MDCM_ENCIPHERED, rights, IDENTITY_BYTES));
    must(mifare_desfire_create_backup_data_file(tag, STATUS, MDCM_ENCIPHERED, rights, STATUS_BYTES));
    for (int number = KEYS - 1; number > 0; number--)
        must(mifare_desfire_change_key(tag, (uint8_t)number, application_key(number), zeros_aes()));
    must(mifare_desfire_change_key(tag, 0, application_key(0), NULL));
    must(mifare_desfire_authenticate_aes(tag, UPDATING, application_key(UPDATING)));
    must(mifare_desfire_write_data_ex(tag, IDENTITY, 0, sizeof identity, identity, MDCM_ENCIPHERED));
    must(mifare_desfire_write_data_ex(tag, STATUS, 0, sizeof status, status, MDCM_ENCIPHERED));
    must(mifare_desfire_commit_transaction(tag));
}

static void print_file(uint8_t file, size_t count) {
    uint8_t bytes[IDENTITY_BYTES + 32]; /* libfreefare puts the padding there too */
    must(mifare_desfire_read_data_ex(tag, file, 0, count, bytes, MDCM_ENCIPHERED));
    for (size_t i = 0; i < count; i++) printf("%02x", bytes[i]);
    printf("\n");
}

static void read_card(void) {
    uint8_t version;
    must(mifare_desfire_select_application(tag, application()));
    must(mifare_desfire_get_key_version(tag, 0, &version));
    must(mifare_desfire_authenticate_aes(tag, READING, application_key(READING)));
    print_file(IDENTITY, IDENTITY_BYTES);
    print_file(STATUS, STATUS_BYTES);
    printf("generation %d\n", version);
}

static void expect(const char *what, long found, long wanted) {
    if (found == wanted) return;
    fprintf(stderr, "%s is %ld, not %ld\n", what, found, wanted);
    exit(1);
}

/* Credit, debit and limited credit, each unseen until the commit. */
static void value_file(uint8_t file, int mode) {
    int32_t value;
    must(mifare_desfire_create_value_file(tag, file, (uint8_t)mode, 0x0000, 0, 100000, 500, 1));
    must(mifare_desfire_debit_ex(tag, file, 120, mode));
    must(mifare_desfire_abort_transaction(tag));
    must(mifare_desfire_get_value_ex(tag, file, &value, mode));
    expect("a value after an abort", value, 500);
    must(mifare_desfire_debit_ex(tag, file, 120, mode));
    must(mifare_desfire_commit_transaction(tag));
    must(mifare_desfire_limited_credit_ex(tag, file, 100, mode));
    must(mifare_desfire_commit_transaction(tag));
    must(mifare_desfire_credit_ex(tag, file, 1000, mode));
    must(mifare_desfire_commit_transaction(tag));
    must(mifare_desfire_get_value_ex(tag, file, &value, mode));
    expect("a value after its commits", value, 1480);
}

/* How the sessions of the moment are opened: an error ends one. */
static int (*open_session)(MifareTag, uint8_t, MifareDESFireKey);
static MifareDESFireKey (*session_key)(void);

static void open_again(void) {
    must(open_session(tag, 0, session_key()));
}

/* Sizes of which none is a multiple of eight: in D40 libfreefare 0.4.0 makes the MAC of what it read over the room that
 * a checksum would need too, which is a block more for those. */
enum { RECORD_BYTES = 10, STANDARD_BYTES = 197 };

/* Three records into a cyclic file that keeps two. */
static void record_file(uint8_t file, int mode) {
    uint8_t read[3 * RECORD_BYTES + 32] = { 0 };
    must(mifare_desfire_create_cyclic_record_file(tag, file, (uint8_t)mode, 0x0000, RECORD_BYTES, 3));
    for (uint8_t number = 1; number <= 3; number++) {
        uint8_t record[RECORD_BYTES];
        memset(record, number, sizeof record);
        must(mifare_desfire_write_record_ex(tag, file, 0, sizeof record, record, mode));
        must(mifare_desfire_commit_transaction(tag));
    }
    must(mifare_desfire_read_records_ex(tag, file, 0, 2, read, mode));
    expect("the older record", read[0], 2);
    expect("the newer record", read[RECORD_BYTES], 3);
    must(mifare_desfire_clear_record_file(tag, file));
    must(mifare_desfire_commit_transaction(tag));
    expect("reading an empty file", mifare_desfire_read_records_ex(tag, file, 0, 1, read, mode), -1);
    expect("its status", mifare_desfire_last_picc_error(tag), BOUNDARY_ERROR);
    open_again();
}

/* More than one frame there and back. */
static void standard_file(uint8_t file, int mode) {
    uint8_t written[STANDARD_BYTES], read[sizeof written + 32];
    struct mifare_desfire_file_settings settings;
    for (size_t i = 0; i < sizeof written; i++) written[i] = (uint8_t)(i * 7 + mode);
    must(mifare_desfire_create_std_data_file(tag, file, (uint8_t)mode, 0x0000, sizeof written));
    must(mifare_desfire_write_data_ex(tag, file, 0, sizeof written, written, mode));
    must(mifare_desfire_read_data_ex(tag, file, 0, sizeof written, read, mode));
    expect("a standard file's bytes", memcmp(written, read, sizeof written), 0);
    must(mifare_desfire_get_file_settings(tag, file, &settings));
    expect("its size", settings.settings.standard_file.file_size, sizeof written);
    expect("its mode", settings.communication_settings, mode);
}

static void every_kind_of_file(void) {
    static const int modes[] = { MDCM_PLAIN, MDCM_MACED, MDCM_ENCIPHERED };
    uint8_t file = 1, *files;
    size_t count;
    open_again();
    for (size_t i = 0; i < 3; i++) {
        value_file(file++, modes[i]);
        record_file(file++, modes[i]);
        standard_file(file++, modes[i]);
    }
    must(mifare_desfire_get_file_ids(tag, &files, &count));
    expect("the number of files", (long)count, 9);
    must(mifare_desfire_delete_file(tag, 1));
    must(mifare_desfire_get_file_ids(tag, &files, &count));
    expect("the number of files after one was deleted", (long)count, 8);
}

static void files(void) {
    MifareDESFireAID old = mifare_desfire_aid_new(0x112233), own = mifare_desfire_aid_new(0x112234);
    MifareDESFireAID iso = mifare_desfire_aid_new(0x112235);
    MifareDESFireAID *all;
    struct mifare_desfire_version_info version;
    size_t count;
    must(mifare_desfire_get_version(tag, &version));
    must(mifare_desfire_authenticate(tag, 0, zeros_des()));
    must(mifare_desfire_create_application(tag, old, 0x0F, 1));
    must(mifare_desfire_create_application_aes(tag, own, 0x0F, 1));
    must(mifare_desfire_create_application_3k3des(tag, iso, 0x0F, 1));
    must(mifare_desfire_get_application_ids(tag, &all, &count));
    expect("the number of applications", (long)count, 3);
    must(mifare_desfire_select_application(tag, old));
    (open_session = mifare_desfire_authenticate, session_key = zeros_des);
    every_kind_of_file();
    must(mifare_desfire_select_application(tag, own));
    (open_session = mifare_desfire_authenticate_aes, session_key = zeros_aes);
    every_kind_of_file();
    must(mifare_desfire_select_application(tag, iso));
    (open_session = mifare_desfire_authenticate_iso, session_key = zeros_3k3des);
    every_kind_of_file();
    must(mifare_desfire_select_application(tag, NULL));
    must(mifare_desfire_authenticate(tag, 0, zeros_des()));
    must(mifare_desfire_delete_application(tag, old));
    must(mifare_desfire_format_picc(tag));
    must(mifare_desfire_get_application_ids(tag, &all, &count));
    expect("the number of applications after a format", (long)count, 0);
}

int main(int count, char **arguments) {
    MifareTag *tags;
    if (count < 3 || !nfc_over_tcp_open(atoi(arguments[1]))) {
        fprintf(stderr, "usage: freefare_card PORT personalise IDENTITY STATUS | read | files\n");
        return 2;
    }
    tags = freefare_get_tags((nfc_device *)arguments); /* libnfc's stand-in looks at no device */
    if (!tags || !tags[0] || freefare_get_tag_type(tags[0]) != DESFIRE) {
        fprintf(stderr, "libfreefare sees no DESFire\n");
        return 1;
    }
    tag = tags[0];
    must(mifare_desfire_connect(tag));
    if (count == 5 && !strcmp(arguments[2], "personalise")) personalise(arguments[3], arguments[4]);
    else if (!strcmp(arguments[2], "read")) read_card();
    else if (!strcmp(arguments[2], "files")) files();
    else return 2;
    return 0;
}
