/* The golden vectors: every file, with the expectations that the Java codec has. */
#include "check.h"

#include <dirent.h>

static uint8_t hex_digit(char c) {
    return (uint8_t)(c <= '9' ? c - '0' : (c | 0x20) - 'a' + 10);
}

size_t from_hex(const char *hex, uint8_t *out, size_t capacity) {
    size_t length = 0;
    while (*hex != '\0' && *hex != '#') {
        if (*hex == ' ' || *hex == '\n' || *hex == '\r') {
            hex++;
        } else {
            if (length < capacity) {
                out[length++] = (uint8_t)(hex_digit(hex[0]) << 4 | hex_digit(hex[1]));
            }
            hex += 2;
        }
    }
    return length;
}

void vector_line(vector *v, const char *line) {
    size_t length = strcspn(line, "\r\n");
    if (line[0] != '@') {
        v->length += from_hex(line, v->bytes + v->length, MAX_BYTES - v->length);
        return;
    }
    if (strncmp(line, "@plain ", 7) == 0) {
        v->plain_length = from_hex(line + 7, v->plain, sizeof v->plain);
        return;
    }
    if (v->fact_count == MAX_FACTS || length > FACT) {
        fprintf(stderr, "%s: too many facts\n", v->name);
        exit(2);
    }
    memcpy(v->facts[v->fact_count], line + 1, length - 1);
    v->facts[v->fact_count++][length - 1] = '\0';
}

void vector_read(const char *directory, const char *name, vector *out) {
    char path[512], line[4096];
    FILE *file;
    memset(out, 0, sizeof *out);
    (void)snprintf(path, sizeof path, "%s/%s.hex", directory, name);
    (void)snprintf(out->name, sizeof out->name, "%s", name);
    file = fopen(path, "r");
    if (file == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(2);
    }
    while (fgets(line, sizeof line, file) != NULL) {
        vector_line(out, line);
    }
    (void)fclose(file);
}

const char *vector_value(const vector *v, const char *key, int n) {
    size_t length = strlen(key);
    int i;
    for (i = 0; i < v->fact_count; i++) {
        const char *fact = v->facts[i];
        if (strncmp(fact, key, length) == 0 && fact[length] == ' ' && n-- == 0) {
            return fact + length + 1;
        }
    }
    return "";
}

static bool is(const vector *v, const char *key, const char *value) {
    return strcmp(vector_value(v, key, 0), value) == 0;
}

static void frame(const vector *v) {
    uint8_t buffer[CONVOY_MAX_FRAME], written[CONVOY_MAX_FRAME];
    const uint8_t *bytes = v->bytes;
    uint8_t *message;
    size_t left = v->length, length, frame_length;
    convoy_reader reader;
    convoy_message decoded, again;
    fact_list facts, facts_again;
    convoy_reader_init(&reader, buffer);
    CHECK(convoy_read(&reader, &bytes, &left, &message, &length) == CONVOY_OK);
    CHECK(left == 0);
    CHECK(convoy_decode(message, length, &decoded) == CONVOY_OK);
    CHECK(decoded.dropped == 0);
    CHECK(is(v, "type", type_name(decoded.type)));
    facts_of(&decoded, &facts);
    CHECK(facts_match(&facts, v));
    frame_length = convoy_encode_frame(&decoded, written, sizeof written);
    if (is(v, "canonical", "no")) {
        CHECK(convoy_decode(written + 4, frame_length - CONVOY_FRAME_OVERHEAD, &again) == CONVOY_OK);
        facts_of(&again, &facts_again);
        CHECK(facts_match(&facts_again, v));
    } else {
        CHECK(frame_length == v->length && memcmp(written, v->bytes, v->length) == 0);
    }
    CHECK(convoy_encode_frame(&decoded, written, frame_length - 1) == 0);
    CHECK(convoy_read_end(&reader) == CONVOY_MORE);
}

static void odd_message(const vector *v) {
    convoy_message decoded;
    fact_list facts;
    convoy_reason reason = convoy_decode(v->bytes, v->length, &decoded);
    if (is(v, "expect", "salvaged")) {
        uint32_t dropped = 0;
        int n, part;
        CHECK(reason == CONVOY_OK);
        CHECK(is(v, "type", type_name(decoded.type)));
        facts_of(&decoded, &facts);
        CHECK(facts_match(&facts, v));
        for (n = 0; *vector_value(v, "dropped", n) != '\0'; n++) {
            for (part = 1; part <= CONVOY_PART_LOGIN; part++) {
                if (strcmp(part_name((convoy_part)part), vector_value(v, "dropped", n)) == 0) {
                    dropped |= (uint32_t)1 << part;
                }
            }
        }
        CHECK(decoded.dropped == dropped && dropped != 0);
    } else {
        CHECK(is(v, "expect", "malformed"));
        CHECK(is(v, "reason", reason_name(reason)));
        CHECK(is(v, "member", part_name(decoded.fault)));
    }
}

/* Reads the stream in pieces of at most 'most' bytes and compares what was said. */
static void stream_cut(const vector *v, size_t most) {
    uint8_t buffer[CONVOY_MAX_FRAME];
    convoy_reader reader;
    size_t at = 0;
    int said = 0;
    convoy_reader_init(&reader, buffer);
    while (at < v->length) {
        const uint8_t *bytes = v->bytes + at;
        uint8_t *message;
        size_t left = v->length - at < most ? v->length - at : most, length;
        convoy_reason reason;
        convoy_message decoded;
        at += left;
        while ((reason = convoy_read(&reader, &bytes, &left, &message, &length)) != CONVOY_MORE) {
            if (reason == CONVOY_OK) {
                reason = convoy_decode(message, length, &decoded);
            }
            CHECK(strcmp(vector_value(v, "result", said++), reason == CONVOY_OK ? type_name(decoded.type)
                                                                                : reason_name(reason)) == 0);
        }
        CHECK(left == 0);
    }
    if (convoy_read_end(&reader) == CONVOY_TRUNCATED) {
        CHECK(strcmp(vector_value(v, "result", said++), "TRUNCATED") == 0);
    }
    CHECK(*vector_value(v, "result", said) == '\0');
}

static void stream(const vector *v) {
    size_t most;
    for (most = 1; most <= 40; most++) {
        stream_cut(v, most);
    }
    stream_cut(v, MAX_BYTES);
}

/* The whole login from the device's side, and the proofs of both. */
static void login(const char *directory, const char *number) {
    static vector hello, challenge, proof, welcome;
    char name[64];
    uint8_t key[CONVOY_KEY], transcript[32], expected[32], out[CONVOY_MAX_MESSAGE], mac[CONVOY_MAC];
    size_t written;
    convoy_message message;
    convoy_login half;
    convoy_welcome terms;
    (void)snprintf(name, sizeof name, "login-%s-1-hello", number);
    vector_read(directory, name, &hello);
    (void)snprintf(name, sizeof name, "login-%s-2-challenge", number);
    vector_read(directory, name, &challenge);
    (void)snprintf(name, sizeof name, "login-%s-3-proof", number);
    vector_read(directory, name, &proof);
    (void)snprintf(name, sizeof name, "login-%s-4-welcome", number);
    vector_read(directory, name, &welcome);
    CHECK(from_hex(vector_value(&hello, "key", 0), key, sizeof key) == CONVOY_KEY);
    CHECK(from_hex(vector_value(&challenge, "transcript", 0), expected, sizeof expected) == 32);
    convoy_transcript(hello.bytes, hello.length, challenge.bytes, challenge.length, transcript);
    CHECK(memcmp(transcript, expected, 32) == 0);

    CHECK(convoy_decode(hello.bytes, hello.length, &message) == CONVOY_OK);
    written = convoy_login_begin(&half, key, &message, out, sizeof out);
    CHECK(written == hello.length && memcmp(out, hello.bytes, written) == 0);
    CHECK(convoy_decode(proof.bytes, proof.length, &message) == CONVOY_OK);
    CHECK(convoy_login_proof(&half, challenge.bytes, challenge.length, message.header.time_ms, out, sizeof out,
                             &written) == CONVOY_CLOSE_NONE);
    CHECK(written == proof.length && memcmp(out, proof.bytes, written) == 0);
    CHECK(half.epoch == strtoul(vector_value(&challenge, "sessionEpoch", 0), NULL, 10));
    CHECK(half.sequence == message.header.sequence + 1);
    CHECK(convoy_login_open(&half, welcome.bytes, welcome.length, &terms) == CONVOY_CLOSE_NONE);
    CHECK(terms.heartbeat_s == 60 && terms.idle_s == 190 && terms.standing == CONVOY_STANDING_FULL);

    convoy_device_proof(key, transcript, proof.bytes, mac);
    CHECK(memcmp(mac, proof.bytes + CONVOY_HEADER, CONVOY_MAC) == 0);
    convoy_server_proof(key, transcript, mac, welcome.bytes, welcome.length, mac);
    CHECK(memcmp(mac, welcome.bytes + CONVOY_HEADER, CONVOY_MAC) == 0);
}

static void login_message(const vector *v) {
    uint8_t out[CONVOY_MAX_MESSAGE];
    convoy_message decoded;
    CHECK(convoy_decode(v->bytes, v->length, &decoded) == CONVOY_OK);
    CHECK(convoy_encode(&decoded, out, sizeof out) == v->length && memcmp(out, v->bytes, v->length) == 0);
}

void test_vectors(const char *directory) {
    static vector v;
    DIR *folder = opendir(directory);
    struct dirent *entry;
    int seen = 0;
    while (folder != NULL && (entry = readdir(folder)) != NULL) {
        char name[128];
        size_t length = strlen(entry->d_name);
        if (length < 5 || length > 120 || strcmp(entry->d_name + length - 4, ".hex") != 0) {
            continue;
        }
        memcpy(name, entry->d_name, length - 4);
        name[length - 4] = '\0';
        checked = name;
        seen++;
        vector_read(directory, name, &v);
        if (is(&v, "kind", "frame")) {
            frame(&v);
        } else if (is(&v, "kind", "message")) {
            odd_message(&v);
        } else if (is(&v, "kind", "stream")) {
            stream(&v);
        } else if (is(&v, "kind", "login")) {
            login_message(&v);
            if (is(&v, "step", "hello")) {
                login(directory, vector_value(&v, "login", 0));
            }
        } else if (is(&v, "kind", "sealed")) {
            sealed_vector(directory, &v);
        } else {
            CHECK(!"a kind of vector that this test does not know");
        }
    }
    checked = "vectors";
    CHECK(seen > 100);
    if (folder != NULL) {
        (void)closedir(folder);
    }
}
