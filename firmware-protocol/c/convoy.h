/*
 * Convoy native protocol, version 1, for devices: the C99 codec of PROTOCOL.md, beside which the numbers of sections here
 * stand. It allocates nothing, keeps no static state, uses no floating point and no library but memcpy, memset and memcmp. Everything
 * is safe to call from any thread as long as no two use the same object. Bytes from outside are never trusted: whatever
 * they are, a function returns a value and reads only what it was given.
 */
#ifndef CONVOY_H
#define CONVOY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
    CONVOY_VERSION = 1,
    CONVOY_MAX_FRAME = 1024,
    CONVOY_FRAME_OVERHEAD = 8, /* magic 2, length 2, CRC-32C 4 */
    CONVOY_MAX_MESSAGE = CONVOY_MAX_FRAME - CONVOY_FRAME_OVERHEAD,
    CONVOY_HEADER = 17,
    CONVOY_KEY = 32,
    CONVOY_MAC = 32,
    CONVOY_NONCE = 16,
    CONVOY_SHOWN = 60, /* characters of a text that is shown */
    CONVOY_TAG = 16, /* what sealing adds to a message */
    CONVOY_MAX_SEALABLE = CONVOY_MAX_MESSAGE - CONVOY_TAG,
    CONVOY_NOT_MEASURED = -1 /* in every measured member: no sensor, or nothing seen. Never send a guess */
};

/* Header flags (4.1). */
enum { CONVOY_SINCE_BOOT = 0x01, CONVOY_SEALED = 0x80 };

/* Types (4.2). */
enum {
    CONVOY_HEARTBEAT = 0x01,
    CONVOY_VITALS = 0x02,
    CONVOY_LOCATION = 0x03,
    CONVOY_ACTIVITY = 0x04,
    CONVOY_COMMAND_RESULT = 0x05,
    CONVOY_HELLO = 0x41,
    CONVOY_CHALLENGE = 0x42,
    CONVOY_PROOF = 0x43,
    CONVOY_WELCOME = 0x44,
    CONVOY_CLOSE = 0x4F,
    CONVOY_ACK = 0x61,
    CONVOY_REJECTED = 0x62,
    CONVOY_RECEIVED = 0x63,
    CONVOY_ACCEPTED = 0x64,
    CONVOY_RESOLVED = 0x65,
    CONVOY_CONFIGURE = 0x71,
    CONVOY_LOCATE = 0x72,
    CONVOY_MEASURE = 0x73,
    CONVOY_RING = 0x74,
    CONVOY_SHOW = 0x75,
    CONVOY_REMOVED = 0x81,
    CONVOY_WORN = 0x82,
    CONVOY_LOW_BATTERY = 0x83,
    CONVOY_SOS = 0xA1,
    CONVOY_FALL = 0xA2,
    CONVOY_CANCEL = 0xA3,
    CONVOY_TEST = 0xA4
};

/* What is wrong with bytes, a frame or a message (10); the codes of 'rejected'. */
typedef enum {
    CONVOY_OK = 0,
    CONVOY_TRUNCATED = 1,
    CONVOY_BAD_MAGIC = 2,
    CONVOY_BAD_LENGTH = 3,
    CONVOY_BAD_CRC = 4,
    CONVOY_BAD_VERSION = 5,
    CONVOY_UNKNOWN_TYPE = 6,
    CONVOY_BAD_BODY = 7,
    CONVOY_OUT_OF_RANGE = 8,
    CONVOY_SEALED_BODY = 9,
    CONVOY_OUT_OF_ORDER = 10,
    CONVOY_FOREIGN_EPOCH = 11,
    CONVOY_NOT_PERMITTED = 12,
    CONVOY_OVERLOADED = 13,
    CONVOY_MORE = 99 /* of the frame reader alone: nothing is whole yet */
} convoy_reason;

/* Why a connection ends (10). CONVOY_CLOSE_NONE: it goes on. */
typedef enum {
    CONVOY_CLOSE_NONE = 0,
    CONVOY_CLOSE_NORMAL = 1,
    CONVOY_CLOSE_GOING_AWAY = 2,
    CONVOY_CLOSE_TAKEN_OVER = 3,
    CONVOY_CLOSE_IDLE = 4,
    CONVOY_CLOSE_LOGIN_DEADLINE = 5,
    CONVOY_CLOSE_UNKNOWN_DEVICE = 6,
    CONVOY_CLOSE_WRONG_PROOF = 7,
    CONVOY_CLOSE_VERSION = 8,
    CONVOY_CLOSE_FRAMING = 9,
    CONVOY_CLOSE_TOO_MANY_FAULTS = 10,
    CONVOY_CLOSE_OUT_OF_ORDER = 11,
    CONVOY_CLOSE_OVERLOADED = 12,
    CONVOY_CLOSE_FRAME_DEADLINE = 13,
    CONVOY_CLOSE_SEALING = 14,
    CONVOY_CLOSE_POWER_OFF = 32,
    CONVOY_CLOSE_BATTERY_EMPTY = 33,
    CONVOY_CLOSE_SERVER_NOT_TRUSTED = 34
} convoy_close_reason;

/* Parts of a message, to say which one was wrong or dropped; bit 1 << part in convoy_message.dropped. */
typedef enum {
    CONVOY_PART_NONE = 0,
    CONVOY_PART_VERSION,
    CONVOY_PART_TYPE,
    CONVOY_PART_HEADER,
    CONVOY_PART_BODY,
    CONVOY_PART_EXTENSIONS,
    CONVOY_PART_BATTERY,
    CONVOY_PART_SIGNAL,
    CONVOY_PART_WORN,
    CONVOY_PART_STEPS,
    CONVOY_PART_HEART_RATE,
    CONVOY_PART_SPO2,
    CONVOY_PART_SYSTOLIC,
    CONVOY_PART_DIASTOLIC,
    CONVOY_PART_TEMPERATURE,
    CONVOY_PART_TEMPERATURE_SITE,
    CONVOY_PART_RESPIRATION,
    CONVOY_PART_LOCATION,
    CONVOY_PART_ACCURACY,
    CONVOY_PART_SOURCE,
    CONVOY_PART_FIX_AGE,
    CONVOY_PART_PRESSES,
    CONVOY_PART_MOVING,
    CONVOY_PART_CONFIDENCE,
    CONVOY_PART_OF,
    CONVOY_PART_LEVEL,
    CONVOY_PART_COMMAND,
    CONVOY_PART_OUTCOME,
    CONVOY_PART_SETTING,
    CONVOY_PART_LOGIN
} convoy_part;

enum { CONVOY_NO = 0, CONVOY_YES = 1, CONVOY_NOT_KNOWN = 0xFF };
enum { CONVOY_SKIN = 0, CONVOY_CORE = 1 };
enum { CONVOY_SOURCE_NOT_KNOWN, CONVOY_GNSS, CONVOY_WIFI, CONVOY_CELL, CONVOY_BEACON };
enum { CONVOY_DONE, CONVOY_UNSUPPORTED, CONVOY_REFUSED, CONVOY_FAILED, CONVOY_MALFORMED, CONVOY_PARTLY };
enum { CONVOY_COMMITTED = 1, CONVOY_LOCAL = 2 };
enum { CONVOY_BY_OPERATOR = 1, CONVOY_BY_CONTACT = 2, CONVOY_BY_AMBULANCE = 3 };
enum { CONVOY_WAKE_POWER_ON, CONVOY_WAKE_RECONNECT, CONVOY_WAKE_SOS, CONVOY_WAKE_FALL };
enum { CONVOY_STANDING_FULL, CONVOY_STANDING_ALARMS_ONLY };
enum { CONVOY_FEATURE_SEALED = 0x0001 };

/* Without the type, which is in convoy_message. */
typedef struct {
    uint8_t version; /* CONVOY_VERSION */
    uint8_t flags;
    uint32_t epoch;    /* 0: not known */
    uint32_t sequence; /* from 1; 0: none, a repeat cannot be recognised */
    uint64_t time_ms;  /* 48 bits; since 1970 UTC, or since the start with CONVOY_SINCE_BOOT; 0: no clock */
} convoy_header;

typedef struct {
    int32_t latitude_e7;  /* WGS-84, +-900000000 */
    int32_t longitude_e7; /* +-1800000000 */
    int32_t accuracy_m;   /* 0..65534 or not measured */
    int32_t fix_age_s;    /* 0..65534 or not measured */
    uint8_t source;
} convoy_position;

/* Text in a decoded message: printable ASCII, not terminated, points into the bytes that were decoded. */
typedef struct {
    const uint8_t *at;
    size_t length;
} convoy_text;

typedef struct {
    uint32_t command_id;
    const uint8_t *settings; /* tag, length, value ...; read with convoy_next_setting, made with convoy_put_setting */
    size_t length;
    uint16_t known;   /* decoded: how many of them this version knows, */
    uint16_t skipped; /* and how many it does not */
} convoy_configure;

typedef struct {
    uint8_t tag;       /* 0x01 heartbeat, 0x02 vitals, 0x03 location: every 'value' s; 0x04 fall detection 0, 1; */
    uint16_t value;    /* 0x10 server address, 0x11 emergency number: slot and text */
    uint8_t slot;
    convoy_text text;
} convoy_setting;

typedef struct {
    uint8_t lowest_version, highest_version;
    uint16_t features;
    uint8_t wake;
    uint8_t client_nonce[CONVOY_NONCE]; /* new for each connection */
    convoy_text device_id;              /* 1..64 */
    convoy_text firmware;               /* 1..32, or length 0: not said */
} convoy_hello;

typedef struct {
    uint8_t version;
    uint16_t features;
    bool adopt_epoch;
    uint32_t next_epoch;
    uint8_t server_nonce[CONVOY_NONCE];
} convoy_challenge;

typedef struct {
    uint8_t server_proof[CONVOY_MAC];
    uint8_t standing;
    uint16_t heartbeat_s, idle_s;
} convoy_welcome;

typedef struct {
    uint8_t type; /* as it is to be taken: a later call for help is CONVOY_SOS */
    convoy_header header;
    uint32_t dropped; /* parts of an sos or fall that could not be read; set HEADER: take it as a new press */
    convoy_part fault; /* of a message that was refused: the part to blame */
    union {
        struct {
            int32_t battery_percent, signal_percent;
            uint8_t worn;
            int32_t steps;
        } heartbeat;
        struct {
            int32_t heart_rate_bpm, spo2_percent, systolic_mmhg, diastolic_mmhg;
            int32_t temperature_centi_celsius, respiration_per_minute, steps;
            uint8_t temperature_site;
        } vitals;
        convoy_position location;
        int32_t level_percent;   /* activity */
        int32_t battery_percent; /* lowBattery */
        struct {
            uint32_t command_id;
            uint8_t outcome;
        } command_result;
        struct {
            int32_t presses;
            bool has_location;
            convoy_position location;
        } sos;
        struct {
            uint8_t moving;
            int32_t confidence_percent;
            bool has_location;
            convoy_position location;
        } fall;
        struct {
            uint32_t of_epoch, of_sequence;
        } cancel;
        uint32_t up_to_sequence; /* ack */
        struct {
            uint32_t of_epoch, of_sequence;
            uint8_t reason;
        } rejected;
        struct {
            uint32_t of_epoch, of_sequence;
            uint8_t durability;
            uint8_t alert_id[16];
        } received;
        struct {
            uint8_t alert_id[16];
            uint8_t by;
            int32_t eta_minutes;
        } accepted;
        struct {
            uint8_t alert_id[16];
            uint8_t outcome;
        } resolved;
        convoy_configure configure;
        struct {
            uint32_t command_id;
            uint16_t within_s;
        } locate;
        struct {
            uint32_t command_id;
            uint8_t quantities;
        } measure;
        struct {
            uint32_t command_id;
            uint8_t seconds;
        } ring;
        struct {
            uint32_t command_id;
            uint8_t characters;  /* 1..60 */
            const uint8_t *text; /* two bytes each, the high one first; not copied */
        } show;
        convoy_hello hello;
        convoy_challenge challenge;
        uint8_t device_proof[CONVOY_MAC];
        convoy_welcome welcome;
        struct {
            uint8_t reason;
            int32_t retry_after_s;
        } close;
    } body;
} convoy_message;

/* ---- messages (convoy_decode.c, convoy_encode.c) ---- */

/*
 * Decodes one message (no frame). CONVOY_OK: out holds it, and out->dropped says what of an sos or fall was unreadable.
 * Anything else: refused; out->type, out->header (as far as it was whole, else zeros) and out->fault are set.
 */
convoy_reason convoy_decode(const uint8_t *bytes, size_t length, convoy_message *out);

/*
 * Writes one message (no frame); returns its bytes, or 0 if it does not fit or a member is outside its range. An sos or
 * fall is never held up by a member: what is out of range goes as not measured, an impossible position not at all.
 */
size_t convoy_encode(const convoy_message *message, uint8_t *out, size_t capacity);

/* The next setting that this version knows of a decoded configure; 'at' begins at 0. False: no more. */
bool convoy_next_setting(const convoy_configure *configure, size_t *at, convoy_setting *out);

/* Appends one setting; returns its bytes, or 0 if it does not fit or is out of range. */
size_t convoy_put_setting(const convoy_setting *setting, uint8_t *out, size_t capacity);

/* ---- frames (convoy_frame.c) ---- */

/* CRC-32C of bytes; the nine ASCII bytes "123456789" give 0xE3069283. */
uint32_t convoy_crc32c(const uint8_t *bytes, size_t length);

/* Frames an encoded message of 2..1016 bytes; in place if it lies at out + 4. Returns the frame's bytes, or 0. */
size_t convoy_frame(const uint8_t *message, size_t length, uint8_t *out, size_t capacity);

/* Encodes and frames; returns the frame's bytes, or 0. */
size_t convoy_encode_frame(const convoy_message *message, uint8_t *out, size_t capacity);

typedef struct {
    uint8_t *buffer;
    size_t have;
    bool done, ended;
} convoy_reader;

/* One for each connection; the buffer of CONVOY_MAX_FRAME bytes stays the caller's. */
void convoy_reader_init(convoy_reader *reader, uint8_t *buffer);

/*
 * Takes bytes (and moves 'bytes' and 'length' past them) until there is something to say:
 *   CONVOY_MORE      all taken, no frame is whole
 *   CONVOY_OK        *message and *message_length are one message, valid until the next call; call again for the rest
 *   CONVOY_BAD_CRC   one damaged frame was skipped; call again for the rest
 *   CONVOY_BAD_MAGIC, CONVOY_BAD_LENGTH   the boundary is lost: close. Nothing is read from now on
 */
convoy_reason convoy_read(convoy_reader *reader, const uint8_t **bytes, size_t *length, uint8_t **message,
                          size_t *message_length);

/* The stream has ended: CONVOY_TRUNCATED inside a frame, else CONVOY_MORE. */
convoy_reason convoy_read_end(convoy_reader *reader);

/* ---- SHA-256 and HMAC (convoy_sha256.c; a chip with a hash engine gives these functions itself instead) ---- */

typedef struct {
    uint32_t state[8];
    uint64_t bytes;
    uint8_t block[64];
} convoy_sha256;

void convoy_sha256_begin(convoy_sha256 *sha);
void convoy_sha256_add(convoy_sha256 *sha, const void *bytes, size_t length);
void convoy_sha256_end(convoy_sha256 *sha, uint8_t digest[32]);

typedef struct {
    convoy_sha256 sha;
    uint8_t outer[64];
} convoy_hmac;

void convoy_hmac_begin(convoy_hmac *hmac, const uint8_t key[CONVOY_KEY]);
void convoy_hmac_add(convoy_hmac *hmac, const void *bytes, size_t length);
void convoy_hmac_end(convoy_hmac *hmac, uint8_t mac[CONVOY_MAC]);

/* Whether the bytes are equal, in a time that does not depend on where they differ. */
bool convoy_same(const uint8_t *a, const uint8_t *b, size_t length);

/* ---- login (convoy_login.c, section 8) ---- */

/* transcript over the exact bytes of hello and challenge */
void convoy_transcript(const uint8_t *hello, size_t hello_length, const uint8_t *challenge, size_t challenge_length,
                       uint8_t transcript[32]);
void convoy_device_proof(const uint8_t key[CONVOY_KEY], const uint8_t transcript[32],
                         const uint8_t proof_header[CONVOY_HEADER], uint8_t proof[CONVOY_MAC]);
/* 'welcome' whole; its own proof is left out of the calculation */
void convoy_server_proof(const uint8_t key[CONVOY_KEY], const uint8_t transcript[32],
                         const uint8_t device_proof[CONVOY_MAC], const uint8_t *welcome, size_t welcome_length,
                         uint8_t proof[CONVOY_MAC]);

typedef enum { CONVOY_LOGIN_HELLO, CONVOY_LOGIN_PROVED, CONVOY_LOGIN_OPEN, CONVOY_LOGIN_FAILED } convoy_login_state;

/*
 * The device's half of a login. One for each connection.
 *
 *   HELLO --challenge--> PROVED --welcome right--> OPEN          only in OPEN may 'received' be believed
 *     |                    |
 *     +--- anything else --+--> FAILED: close with the reason that was returned, next address
 */
typedef struct {
    const uint8_t *key; /* the caller's; must stay */
    convoy_login_state state;
    convoy_sha256 seen;
    uint8_t transcript[32];
    uint8_t proof[CONVOY_MAC];
    uint32_t epoch;    /* of the session, from the proof on; store it for good in OPEN */
    uint32_t sequence; /* of the next message up, from the proof on */
    uint8_t lowest_version, highest_version, flags;
    uint16_t features; /* offered; after the proof: agreed */
} convoy_login;

/*
 * Writes the hello, unframed, and begins a login. hello->header: the stored epoch (or 0) and the next sequence (from 1).
 * Returns its bytes, or 0 if a member is outside its range or it does not fit.
 */
size_t convoy_login_begin(convoy_login *login, const uint8_t key[CONVOY_KEY], const convoy_message *hello, uint8_t *out,
                          size_t capacity);

/* Takes the challenge (its exact bytes, unframed) and writes the proof, unframed; *written are its bytes. */
convoy_close_reason convoy_login_proof(convoy_login *login, const uint8_t *challenge, size_t length, uint64_t time_ms,
                                       uint8_t *out, size_t capacity, size_t *written);

/* Takes the welcome (its exact bytes, unframed) and checks the gateway. */
convoy_close_reason convoy_login_open(convoy_login *login, const uint8_t *welcome, size_t length, convoy_welcome *terms);

/* ---- sealed frames (convoy_seal.c, section 12) ---- */

/*
 * ChaCha20-Poly1305 of RFC 8439: the chip's, a library's, or convoy_chacha_seal and convoy_chacha_open of convoy_chacha.c.
 * 'nonce' has 12 bytes. seal: length bytes of text become length bytes and a tag of 16 at out. open: length bytes and the tag behind
 * them become length bytes at out; false if the tag is wrong, and out is not to be used then. 'text' and 'out' may be the same.
 */
typedef struct {
    void (*seal)(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                 const uint8_t *text, size_t length, uint8_t *out);
    bool (*open)(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                 const uint8_t *text, size_t length, uint8_t *out);
} convoy_aead;

void convoy_chacha_seal(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                        const uint8_t *text, size_t length, uint8_t *out);
bool convoy_chacha_open(const uint8_t key[32], const uint8_t *nonce, const uint8_t *associated, size_t associated_length,
                        const uint8_t *text, size_t length, uint8_t *out);

/* The device's end of a sealed session. One for each connection. Wipe it when the connection ends. */
typedef struct {
    convoy_aead aead;
    uint8_t up_key[32], down_key[32];
    uint8_t used[128]; /* which of the last 1024 numbers were sealed */
    uint32_t epoch, highest_up, highest_down, former_epoch, former_sequence;
} convoy_session;

/*
 * After convoy_login_proof, if login->features has CONVOY_FEATURE_SEALED (offered in hello->features, chosen by the gateway):
 * from the proof on everything up is sealed, from the welcome on everything down. Without the feature the session is plain; a
 * device that insists on sealing closes with CONVOY_CLOSE_SEALING.
 */
void convoy_session_begin(convoy_session *session, const convoy_login *login, const convoy_aead *aead);

/*
 * Seals an encoded message (not framed) of 17..1000 bytes; returns length + 16, or 0: it does not fit, or its number may have been
 * sealed in this session before. To repeat a message in the same session, send the same sealed bytes again; if they are lost, log
 * in again. Alarms of former epochs are sealed in rising order of (epoch, sequence).
 */
size_t convoy_seal(convoy_session *session, const uint8_t *message, size_t length, uint8_t *out, size_t capacity);

/*
 * Opens a message in place (as convoy_read gave it; its buffer is the caller's own); returns the bytes of the plain message, or 0: not
 * sealed by the gateway in this session, or taken before. Nothing may follow from such a message, not even from a close.
 */
size_t convoy_open(convoy_session *session, uint8_t *message, size_t length);

/* When an alarm is sent for the n-th time (from 0), in ms after the press (9.3); it never ends. */
uint32_t convoy_repeat_due_ms(uint32_t n);

#ifdef __cplusplus
}
#endif

#endif
