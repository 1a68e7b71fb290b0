/* Runs everything: convoy_test VECTORS_DIRECTORY CORPUS_FILE CIPHER_FILE HOSTILE_ROUNDS */
#include "check.h"

int checks_passed, checks_failed;
const char *checked = "";

void check_that(bool holds, const char *what, const char *file, int line) {
    if (holds) {
        checks_passed++;
    } else {
        checks_failed++;
        if (checks_failed <= 30) {
            fprintf(stderr, "%s:%d: %s: not so: %s\n", file, line, checked, what);
        }
    }
}

uint64_t next_random(uint64_t *state) {
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545F4914F6CDD1Du;
}

static int runs, broken;

static void ran(const char *name) {
    static int failed_before;
    printf("%-28s %s\n", name, checks_failed == failed_before ? "right" : "WRONG");
    runs++;
    broken += checks_failed != failed_before;
    failed_before = checks_failed;
}

int main(int argc, char **argv) {
    if (argc != 5) {
        fprintf(stderr, "usage: convoy_test VECTORS_DIRECTORY CORPUS_FILE CIPHER_FILE HOSTILE_ROUNDS\n");
        return 2;
    }
    test_units();
    ran("units");
    test_vectors(argv[1]);
    ran("golden vectors");
    test_sealing(argv[1], strtol(argv[4], NULL, 10) / 10);
    test_poly();
    test_cipher(argv[3]);
    ran("sealing");
    test_corpus(argv[2]);
    ran("same as the Java codec");
    test_hostile(argv[1], strtol(argv[4], NULL, 10));
    ran("hostile bytes");
    printf("%d checks\n{\"passed\":%d,\"failed\":%d}\n", checks_passed + checks_failed, runs - broken, broken);
    return broken == 0 ? 0 : 1;
}
