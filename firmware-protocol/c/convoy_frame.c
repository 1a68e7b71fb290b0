/* Frames on a stream (PROTOCOL.md, section 2). */
#include "convoy.h"

#include <string.h>

enum { MAGIC_FIRST = 0xC5, MAGIC_SECOND = 0x1A, PREFIX = 4, CHECK = 4, MIN_MESSAGE = 2 };

/* Four bits at a time: 64 bytes of table instead of a kilobyte, and a third of the bitwise time. */
uint32_t convoy_crc32c(const uint8_t *bytes, size_t length) {
    static const uint32_t table[16] = {0x00000000u, 0x105EC76Fu, 0x20BD8EDEu, 0x30E349B1u, 0x417B1DBCu, 0x5125DAD3u,
                                       0x61C69362u, 0x7198540Du, 0x82F63B78u, 0x92A8FC17u, 0xA24BB5A6u, 0xB21572C9u,
                                       0xC38D26C4u, 0xD3D3E1ABu, 0xE330A81Au, 0xF36E6F75u};
    uint32_t crc = 0xFFFFFFFFu;
    size_t i;
    for (i = 0; i < length; i++) {
        crc ^= bytes[i];
        crc = crc >> 4 ^ table[crc & 15];
        crc = crc >> 4 ^ table[crc & 15];
    }
    return crc ^ 0xFFFFFFFFu;
}

size_t convoy_frame(const uint8_t *message, size_t length, uint8_t *out, size_t capacity) {
    uint32_t crc;
    unsigned i;
    if (length < MIN_MESSAGE || length > CONVOY_MAX_MESSAGE || capacity < length + CONVOY_FRAME_OVERHEAD) {
        return 0;
    }
    if (message != out + PREFIX) {
        memcpy(out + PREFIX, message, length);
    }
    out[0] = MAGIC_FIRST;
    out[1] = MAGIC_SECOND;
    out[2] = (uint8_t)(length >> 8);
    out[3] = (uint8_t)length;
    crc = convoy_crc32c(out, PREFIX + length);
    for (i = 0; i < CHECK; i++) {
        out[PREFIX + length + i] = (uint8_t)(crc >> (24 - 8 * i));
    }
    return length + CONVOY_FRAME_OVERHEAD;
}

size_t convoy_encode_frame(const convoy_message *message, uint8_t *out, size_t capacity) {
    size_t length;
    if (capacity <= CONVOY_FRAME_OVERHEAD) {
        return 0;
    }
    length = convoy_encode(message, out + PREFIX, capacity - CONVOY_FRAME_OVERHEAD);
    return convoy_frame(out + PREFIX, length, out, capacity);
}

void convoy_reader_init(convoy_reader *reader, uint8_t *buffer) {
    reader->buffer = buffer;
    reader->have = 0;
    reader->done = false;
    reader->ended = false;
}

static size_t message_length_of(const convoy_reader *reader) {
    return (size_t)reader->buffer[2] << 8 | reader->buffer[3];
}

/* What is wrong with as much of magic and length as is there. */
static convoy_reason prefix_fault(const convoy_reader *reader) {
    size_t length;
    if (reader->have >= 1 && reader->buffer[0] != MAGIC_FIRST) {
        return CONVOY_BAD_MAGIC;
    }
    if (reader->have >= 2 && reader->buffer[1] != MAGIC_SECOND) {
        return CONVOY_BAD_MAGIC;
    }
    if (reader->have < PREFIX) {
        return CONVOY_OK;
    }
    length = message_length_of(reader);
    return length < MIN_MESSAGE || length > CONVOY_MAX_MESSAGE ? CONVOY_BAD_LENGTH : CONVOY_OK;
}

static void take(convoy_reader *reader, size_t until, const uint8_t **bytes, size_t *length) {
    size_t part = until - reader->have < *length ? until - reader->have : *length;
    if (part > 0) {
        memcpy(reader->buffer + reader->have, *bytes, part);
        reader->have += part;
        *bytes += part;
        *length -= part;
    }
}

convoy_reason convoy_read(convoy_reader *reader, const uint8_t **bytes, size_t *length, uint8_t **message,
                          size_t *message_length) {
    convoy_reason fault;
    const uint8_t *check;
    size_t total;
    if (reader->done) {
        reader->have = 0;
        reader->done = false;
    }
    if (!reader->ended && reader->have < PREFIX) {
        take(reader, PREFIX, bytes, length);
        fault = prefix_fault(reader);
        if (fault != CONVOY_OK) {
            reader->ended = true;
            *length = 0;
            return fault;
        }
    }
    if (reader->ended || reader->have < PREFIX) {
        *length = 0;
        return CONVOY_MORE;
    }
    total = message_length_of(reader) + CONVOY_FRAME_OVERHEAD;
    take(reader, total, bytes, length);
    if (reader->have < total) {
        return CONVOY_MORE;
    }
    reader->done = true;
    check = reader->buffer + total - CHECK;
    if (convoy_crc32c(reader->buffer, total - CHECK) !=
        ((uint32_t)check[0] << 24 | (uint32_t)check[1] << 16 | (uint32_t)check[2] << 8 | (uint32_t)check[3])) {
        return CONVOY_BAD_CRC;
    }
    *message = reader->buffer + PREFIX;
    *message_length = total - CONVOY_FRAME_OVERHEAD;
    return CONVOY_OK;
}

convoy_reason convoy_read_end(convoy_reader *reader) {
    bool inside = !reader->ended && !reader->done && reader->have > 0;
    reader->ended = true;
    return inside ? CONVOY_TRUNCATED : CONVOY_MORE;
}
