/*
 * Random and mutated bytes, and messages that the Java codec has judged. Built with the address and undefined behaviour
 * sanitizers, so that reading one byte too many ends the test. Each message is decoded out of a block of exactly its length.
 */
#include "check.h"

#include <dirent.h>

enum { SEEDS = 256 };

static uint8_t seeds[SEEDS][CONVOY_MAX_MESSAGE];
static size_t seed_length[SEEDS];
static int seed_count;

static void load(const char *directory) {
    static vector v;
    DIR *folder = opendir(directory);
    struct dirent *entry;
    while (folder != NULL && (entry = readdir(folder)) != NULL && seed_count < SEEDS) {
        char name[128];
        size_t length = strlen(entry->d_name), offset;
        if (length < 5 || length > 120 || strcmp(entry->d_name + length - 4, ".hex") != 0) {
            continue;
        }
        memcpy(name, entry->d_name, length - 4);
        name[length - 4] = '\0';
        vector_read(directory, name, &v);
        offset = strcmp(vector_value(&v, "kind", 0), "frame") == 0 ? 4 : 0;
        if (v.length > 2 * offset && v.length - 2 * offset <= CONVOY_MAX_MESSAGE) {
            seed_length[seed_count] = v.length - 2 * offset;
            memcpy(seeds[seed_count++], v.bytes + offset, v.length - 2 * offset);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
}

/* A seed with some bytes changed, cut or lengthened; now and then noise. */
static size_t mutated(uint64_t *random, uint8_t *out) {
    int seed = (int)(next_random(random) % (uint64_t)seed_count);
    size_t length = seed_length[seed], i;
    uint64_t dice = next_random(random) % 16;
    memcpy(out, seeds[seed], length);
    if (dice == 0) {
        length = next_random(random) % 200;
        for (i = 0; i < length; i++) {
            out[i] = (uint8_t)next_random(random);
        }
        return length;
    }
    for (i = 0; length > 0 && i < dice % 4; i++) {
        size_t reach = next_random(random) % 4 == 0 && length > 3 ? 3 : length;
        out[next_random(random) % reach] = (uint8_t)next_random(random);
    }
    if (dice >= 12) {
        size_t other = next_random(random) % (length + 24);
        for (i = length; i < other && i < CONVOY_MAX_MESSAGE; i++) {
            out[i] = (uint8_t)next_random(random);
        }
        length = other < CONVOY_MAX_MESSAGE ? other : CONVOY_MAX_MESSAGE;
    }
    return length;
}

static bool is_call(const uint8_t *bytes, size_t length) {
    return length >= 2 && bytes[0] >= 1 && bytes[0] <= 15 &&
           (bytes[1] == CONVOY_SOS || bytes[1] == CONVOY_FALL || (bytes[1] >= 0xA5 && bytes[1] <= 0xAB));
}

/* Whatever is decoded can be written, and that is read back as the same. */
static void decode_and_write(const uint8_t *bytes, size_t length, long *whole) {
    uint8_t *exact = malloc(length > 0 ? length : 1);
    uint8_t written[CONVOY_MAX_MESSAGE], twice[CONVOY_MAX_MESSAGE];
    convoy_message m, again;
    convoy_reason reason;
    if (exact == NULL) {
        exit(2);
    }
    memcpy(exact, bytes, length);
    reason = convoy_decode(exact, length, &m);
    CHECK(reason == CONVOY_OK || !is_call(bytes, length));
    if (reason == CONVOY_OK) {
        size_t size = convoy_encode(&m, written, sizeof written);
        (*whole)++;
        CHECK(size >= CONVOY_HEADER);
        /* a version or seal that was salvaged is written as it came, and salvaged again */
        CHECK(convoy_decode(written, size, &again) == CONVOY_OK && again.type == m.type);
        CHECK(convoy_encode(&again, twice, sizeof twice) == size);
        CHECK(m.dropped != 0 || memcmp(written, twice, size) == 0);
    }
    free(exact);
}

/* A stream of good and damaged frames in pieces: nothing is lost but what was damaged. */
static void stream(uint64_t *random, long *frames) {
    uint8_t buffer[CONVOY_MAX_FRAME], message[CONVOY_MAX_MESSAGE], frame[CONVOY_MAX_FRAME];
    convoy_reader reader;
    int i;
    convoy_reader_init(&reader, buffer);
    for (i = 0; i < 20; i++) {
        size_t length = mutated(random, message), at = 0;
        size_t total = convoy_frame(message, length, frame, sizeof frame);
        bool damaged = total > 0 && next_random(random) % 4 == 0;
        convoy_reason last = CONVOY_MORE;
        size_t got = 0;
        if (damaged) {
            frame[4 + next_random(random) % (total - 4)] ^= (uint8_t)(1 + next_random(random) % 255);
        }
        while (at < total) {
            const uint8_t *bytes = frame + at;
            uint8_t *found;
            size_t left = 1 + next_random(random) % (total - at), found_length;
            convoy_reason reason;
            at += left;
            while ((reason = convoy_read(&reader, &bytes, &left, &found, &found_length)) != CONVOY_MORE) {
                last = reason;
                got++;
                if (reason == CONVOY_OK) {
                    CHECK(found_length == length && memcmp(found, message, length) == 0);
                }
            }
        }
        if (total > 0) {
            (*frames)++;
            CHECK(got == 1 && last == (damaged ? CONVOY_BAD_CRC : CONVOY_OK));
        }
    }
}

/* Noise that claims to be frames: the reader ends or waits, and says nothing more after the end. */
static void noise(uint64_t *random) {
    uint8_t buffer[CONVOY_MAX_FRAME], bytes[64];
    const uint8_t *at = bytes;
    uint8_t *found;
    size_t left = sizeof bytes, found_length, i;
    convoy_reader reader;
    convoy_reason reason;
    for (i = 0; i < sizeof bytes; i++) {
        bytes[i] = (uint8_t)next_random(random);
    }
    if (next_random(random) % 2 == 0) {
        bytes[0] = 0xC5;
        bytes[1] = 0x1A;
        bytes[2] &= 0x07;
    }
    convoy_reader_init(&reader, buffer);
    while ((reason = convoy_read(&reader, &at, &left, &found, &found_length)) != CONVOY_MORE) {
        if (reason == CONVOY_BAD_MAGIC || reason == CONVOY_BAD_LENGTH) {
            CHECK(convoy_read(&reader, &at, &left, &found, &found_length) == CONVOY_MORE);
            CHECK(convoy_read_end(&reader) == CONVOY_MORE);
            return;
        }
    }
    (void)convoy_read_end(&reader);
}

void test_hostile(const char *vectors, long rounds) {
    uint64_t random = 20260101;
    uint8_t message[CONVOY_MAX_MESSAGE + 64];
    long whole = 0, frames = 0, i;
    checked = "hostile bytes";
    load(vectors);
    CHECK(seed_count > 80);
    for (i = 0; i < rounds; i++) {
        size_t length = mutated(&random, message);
        decode_and_write(message, length, &whole);
        if (i % 20 == 0) {
            stream(&random, &frames);
        }
        noise(&random);
    }
    CHECK(whole > rounds / 10 && frames > rounds / 2);
    printf("hostile bytes: %ld messages, %ld of them taken, %ld frames\n", rounds, whole, frames);
}

char *cut_at_tab(char *text) {
    char *tab = strchr(text, '\t');
    if (tab == NULL) {
        return text + strlen(text);
    }
    *tab = '\0';
    return tab + 1;
}

/* Lines that the Java tests wrote: hex, then OK, type and dropped parts, or reason and part; then facts; by tabs. */
void test_corpus(const char *name) {
    static char line[16384];
    static vector v;
    FILE *file = fopen(name, "r");
    long lines = 0;
    checked = "corpus";
    CHECK(file != NULL);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        char *verdict, *fact;
        char said[512];
        convoy_message m;
        convoy_reason reason;
        fact_list facts;
        int p;
        memset(&v, 0, sizeof v);
        line[strcspn(line, "\n")] = '\0';
        verdict = cut_at_tab(line);
        fact = cut_at_tab(verdict);
        v.length = from_hex(line, v.bytes, sizeof v.bytes);
        while (*fact != '\0') {
            char *next = cut_at_tab(fact);
            vector_line(&v, fact);
            fact = next;
        }
        reason = convoy_decode(v.bytes, v.length, &m);
        if (reason == CONVOY_OK) {
            (void)snprintf(said, sizeof said, "OK %s", type_name(m.type));
            for (p = 1; p <= CONVOY_PART_LOGIN; p++) {
                if ((m.dropped & (uint32_t)1 << p) != 0) {
                    (void)snprintf(said + strlen(said), sizeof said - strlen(said), " %s", part_name((convoy_part)p));
                }
            }
            facts_of(&m, &facts);
            CHECK(facts_match(&facts, &v));
        } else {
            (void)snprintf(said, sizeof said, "%s %s", reason_name(reason), part_name(m.fault));
        }
        if (strcmp(said, verdict) != 0 && checks_failed < 30) {
            fprintf(stderr, "line %ld: '%s', Java: '%s'\n", lines + 1, said, verdict);
        }
        CHECK(strcmp(said, verdict) == 0);
        lines++;
    }
    CHECK(lines >= 10000);
    if (file != NULL) {
        (void)fclose(file);
    }
}
