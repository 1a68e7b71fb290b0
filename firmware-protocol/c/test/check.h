/* The smallest possible test frame, the reader of vectors, and a message as the facts that vectors state. */
#ifndef CHECK_H
#define CHECK_H

#include "../convoy.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

extern int checks_passed, checks_failed;
extern const char *checked; /* what is being tested, for the message of a failure */

void check_that(bool holds, const char *what, const char *file, int line);
#define CHECK(holds) check_that((holds), #holds, __FILE__, __LINE__)

enum { MAX_FACTS = 128, FACT = 512, MAX_BYTES = 4096 };

typedef struct {
    char name[128];
    char facts[MAX_FACTS][FACT]; /* "key value", in the order of the file */
    int fact_count;
    uint8_t bytes[MAX_BYTES];
    size_t length;
    uint8_t plain[CONVOY_MAX_MESSAGE]; /* of the fact 'plain' */
    size_t plain_length;
} vector;

void vector_read(const char *directory, const char *name, vector *out);
/* The n-th value of a key, or "" */
const char *vector_value(const vector *v, const char *key, int n);
/* Takes one line "@key value" or hex with a comment. */
void vector_line(vector *v, const char *line);
size_t from_hex(const char *hex, uint8_t *out, size_t capacity);

typedef struct {
    char facts[MAX_FACTS][FACT];
    int count;
} fact_list;

void facts_of(const convoy_message *m, fact_list *out);
/* Whether the list and the vector's header and body facts are the same set. */
bool facts_match(const fact_list *have, const vector *v);
const char *type_name(uint8_t type);
const char *reason_name(convoy_reason reason);
const char *part_name(convoy_part part);

/* xorshift64*: the same bytes on every machine */
uint64_t next_random(uint64_t *state);

void test_units(void);
void test_vectors(const char *vectors);
void test_sealing(const char *vectors, long rounds);
void test_poly(void);
void test_cipher(const char *file);
/* Ends the text at its first tab and gives what is behind it. */
char *cut_at_tab(char *text);
/* The session of the device after a recorded login. */
void recorded_session(const char *vectors, const char *login, convoy_session *session);
void sealed_vector(const char *vectors, const vector *v);
void test_corpus(const char *file);
void test_hostile(const char *vectors, long rounds);

#endif
