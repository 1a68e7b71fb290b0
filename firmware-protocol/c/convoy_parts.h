/* What decoder and encoder share; no part of the interface. */
#ifndef CONVOY_PARTS_H
#define CONVOY_PARTS_H

#include "convoy.h"

enum {
    ABSENT = CONVOY_NOT_MEASURED,
    POSITION = 13,
    TAG_POSITION = 0x01,
    TAG_FIRMWARE = 0x02,
    ADOPT = 0x01
};

/* What a number may be: least, greatest, bytes, and whether 0 means 'not measured' too. The absent value is all ones. */
typedef struct {
    int32_t least, greatest;
    uint8_t bytes;
    bool zero_is_absent;
} convoy_range;

extern const convoy_range convoy_range_percent, convoy_range_steps, convoy_range_up_to_300, convoy_range_up_to_100,
    convoy_range_temperature, convoy_range_presses, convoy_range_any16;

bool convoy_is_printable(const uint8_t *text, size_t length);
bool convoy_is_place(int32_t latitude_e7, int32_t longitude_e7);
bool convoy_is_yes_no(uint8_t value);
bool convoy_is_setting(uint8_t tag);
bool convoy_is_shown(const uint8_t *text, size_t characters);
bool convoy_is_session(uint8_t type);
bool convoy_is_down(uint8_t type);
bool convoy_is_up(uint8_t type);

#endif
