/*
 * A device on a POSIX system: logs in, presses SOS, repeats until 'received', and says so.
 *
 *   cc -std=c99 -D_POSIX_C_SOURCE=200809L -o example example.c convoy_*.c
 *   ./example HOST PORT DEVICE_ID KEY_OF_64_HEX_DIGITS [sealed]
 *
 * With 'sealed' it speaks to nobody who does not seal (section 12).
 *
 * Left out, because it depends on the device: flash for epoch and alarm (it sends epoch 0 and adopts one), the second and
 * third address, back-off, own calls (PROTOCOL.md, section 9.3).
 */
#include "convoy.h"

#include <netdb.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef struct {
    int socket;
    convoy_reader reader;
    uint8_t frame[CONVOY_MAX_FRAME];
    uint8_t bytes[256];
    const uint8_t *at;
    size_t left;
    bool sealing;
    convoy_session session;
} line;

static void die(const char *why) {
    fprintf(stderr, "%s\n", why);
    exit(1);
}

static uint64_t now_ms(clockid_t clock) {
    struct timespec now;
    (void)clock_gettime(clock, &now);
    return (uint64_t)now.tv_sec * 1000 + (uint64_t)(now.tv_nsec / 1000000);
}

static void connect_to(line *l, const char *host, const char *port) {
    struct addrinfo wanted, *found;
    memset(&wanted, 0, sizeof wanted);
    wanted.ai_socktype = SOCK_STREAM;
    if (getaddrinfo(host, port, &wanted, &found) != 0) {
        die("no such host or port");
    }
    l->socket = socket(found->ai_family, found->ai_socktype, found->ai_protocol);
    if (l->socket < 0 || connect(l->socket, found->ai_addr, found->ai_addrlen) != 0) {
        die("cannot connect");
    }
    freeaddrinfo(found);
    convoy_reader_init(&l->reader, l->frame);
    l->left = 0;
}

static void send_all(const line *l, const uint8_t *bytes, size_t length) {
    while (length > 0) {
        ssize_t sent = send(l->socket, bytes, length, MSG_NOSIGNAL);
        if (sent <= 0) {
            die("connection lost");
        }
        bytes += sent;
        length -= (size_t)sent;
    }
}

static void send_framed(const line *l, const uint8_t *message, size_t length) {
    uint8_t frame[CONVOY_MAX_FRAME];
    send_all(l, frame, convoy_frame(message, length, frame, sizeof frame));
}

/* The next message, or false if none came until then (monotonic). It is valid until the next call. */
static bool next_message(line *l, uint64_t until_ms, uint8_t **message, size_t *length) {
    for (;;) {
        convoy_reason said = convoy_read(&l->reader, &l->at, &l->left, message, length);
        uint64_t now = now_ms(CLOCK_MONOTONIC);
        struct pollfd wait = {l->socket, POLLIN, 0};
        ssize_t got;
        if (said == CONVOY_OK) {
            return true;
        }
        if (said == CONVOY_BAD_CRC) {
            continue;
        }
        if (said != CONVOY_MORE) {
            die("no Convoy gateway");
        }
        if (now >= until_ms || poll(&wait, 1, (int)(until_ms - now)) <= 0) {
            return false;
        }
        got = recv(l->socket, l->bytes, sizeof l->bytes, 0);
        if (got <= 0) {
            die("closed by the gateway");
        }
        l->at = l->bytes;
        l->left = (size_t)got;
    }
}

static void random_nonce(uint8_t nonce[CONVOY_NONCE]) {
    FILE *source = fopen("/dev/urandom", "rb");
    if (source == NULL || fread(nonce, 1, CONVOY_NONCE, source) != CONVOY_NONCE) {
        die("no random bytes");
    }
    (void)fclose(source);
}

static void parse_key(const char *hex, uint8_t key[CONVOY_KEY]) {
    size_t i;
    if (strlen(hex) != 2 * CONVOY_KEY || strspn(hex, "0123456789abcdefABCDEF") != 2 * CONVOY_KEY) {
        die("the key is 64 hex digits");
    }
    for (i = 0; i < CONVOY_KEY; i++) {
        char pair[3] = {hex[2 * i], hex[2 * i + 1], '\0'};
        key[i] = (uint8_t)strtoul(pair, NULL, 16);
    }
}

static void log_in(line *l, convoy_login *login, const uint8_t key[CONVOY_KEY], const char *id) {
    uint64_t until = now_ms(CLOCK_MONOTONIC) + 10000;
    uint8_t out[CONVOY_MAX_MESSAGE];
    uint8_t *message;
    size_t length;
    convoy_message hello;
    convoy_welcome terms;
    memset(&hello, 0, sizeof hello);
    hello.type = CONVOY_HELLO;
    hello.header.version = CONVOY_VERSION;
    hello.header.sequence = 1;
    hello.body.hello.lowest_version = CONVOY_VERSION;
    hello.body.hello.highest_version = CONVOY_VERSION;
    hello.body.hello.features = l->sealing ? CONVOY_FEATURE_SEALED : 0;
    hello.body.hello.wake = CONVOY_WAKE_SOS;
    hello.body.hello.device_id.at = (const uint8_t *)id;
    hello.body.hello.device_id.length = strlen(id);
    random_nonce(hello.body.hello.client_nonce);
    length = convoy_login_begin(login, key, &hello, out, sizeof out);
    if (length == 0) {
        die("the device id is 1 to 64 printable characters");
    }
    send_framed(l, out, length);
    if (!next_message(l, until, &message, &length) ||
        convoy_login_proof(login, message, length, now_ms(CLOCK_REALTIME), out, sizeof out, &length) != CONVOY_CLOSE_NONE) {
        die("no challenge: the gateway does not know this device");
    }
    if (l->sealing) {
        static const convoy_aead aead = {convoy_chacha_seal, convoy_chacha_open};
        if ((login->features & CONVOY_FEATURE_SEALED) == 0) {
            die("this gateway does not seal");
        }
        convoy_session_begin(&l->session, login, &aead);
    }
    send_framed(l, out, length);
    if (!next_message(l, until, &message, &length) ||
        convoy_login_open(login, message, length, &terms) != CONVOY_CLOSE_NONE) {
        die("no welcome: wrong key, or a gateway that is not ours");
    }
}

/* Sends the press at the times of section 9.3, the same bytes each time (sealed once), until it is received. */
static void press(line *l, convoy_login *login) {
    uint64_t pressed = now_ms(CLOCK_MONOTONIC);
    uint8_t sos[CONVOY_MAX_MESSAGE];
    size_t sos_length;
    uint32_t attempt;
    convoy_message m;
    memset(&m, 0, sizeof m);
    m.type = CONVOY_SOS;
    m.header.version = CONVOY_VERSION;
    m.header.epoch = login->epoch;
    m.header.sequence = login->sequence++;
    m.header.time_ms = now_ms(CLOCK_REALTIME);
    m.body.sos.presses = 1;
    sos_length = convoy_encode(&m, sos, sizeof sos);
    if (l->sealing) {
        sos_length = convoy_seal(&l->session, sos, sos_length, sos, sizeof sos);
    }
    for (attempt = 0;; attempt++) {
        uint8_t *message;
        size_t length;
        send_framed(l, sos, sos_length);
        while (next_message(l, pressed + convoy_repeat_due_ms(attempt + 1), &message, &length)) {
            convoy_message answer;
            if (l->sealing) {
                length = convoy_open(&l->session, message, length);
            }
            if (convoy_decode(message, length, &answer) == CONVOY_OK && answer.type == CONVOY_RECEIVED &&
                answer.body.received.of_epoch == m.header.epoch &&
                answer.body.received.of_sequence == m.header.sequence) {
                printf("received\n");
                return;
            }
        }
    }
}

int main(int argc, char **argv) {
    static line l;
    uint8_t key[CONVOY_KEY];
    convoy_login login;
    if (argc < 5 || argc > 6 || (argc == 6 && strcmp(argv[5], "sealed") != 0)) {
        fprintf(stderr, "usage: example HOST PORT DEVICE_ID KEY_OF_64_HEX_DIGITS [sealed]\n");
        return 2;
    }
    parse_key(argv[4], key);
    l.sealing = argc == 6;
    connect_to(&l, argv[1], argv[2]);
    log_in(&l, &login, key, argv[3]);
    press(&l, &login);
    (void)close(l.socket);
    return 0;
}
