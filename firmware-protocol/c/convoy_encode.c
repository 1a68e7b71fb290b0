/* Messages to bytes (PROTOCOL.md, sections 3 to 7). What does not fit or is out of range makes the whole come to nothing. */
#include "convoy_parts.h"

#include <string.h>

typedef struct {
    uint8_t *at;
    size_t left;
    bool lenient; /* an sos or fall: an odd member is left out instead */
    bool failed;
} writer;

static void put(writer *w, uint64_t value, unsigned bytes) {
    unsigned i;
    if (w->failed || w->left < bytes) {
        w->failed = true;
        return;
    }
    for (i = 0; i < bytes; i++) {
        w->at[i] = (uint8_t)(value >> (8 * (bytes - 1 - i)));
    }
    w->at += bytes;
    w->left -= bytes;
}

static void put_bytes(writer *w, const uint8_t *bytes, size_t length) {
    if (w->failed || w->left < length) {
        w->failed = true;
        return;
    }
    if (length > 0) {
        memcpy(w->at, bytes, length);
    }
    w->at += length;
    w->left -= length;
}

static void require(writer *w, bool fine) {
    w->failed = w->failed || !fine;
}

static void put_measured(writer *w, int32_t value, const convoy_range *r) {
    bool fits = value >= r->least && value <= r->greatest;
    require(w, fits || value == ABSENT || w->lenient);
    put(w, fits ? (uint64_t)value : 0xFFFFFFFFu, r->bytes);
}

static void put_code(writer *w, uint8_t code, bool fine) {
    require(w, fine);
    put(w, code, 1);
}

static void put_position(writer *w, const convoy_position *p) {
    require(w, convoy_is_place(p->latitude_e7, p->longitude_e7));
    put(w, (uint32_t)p->latitude_e7, 4);
    put(w, (uint32_t)p->longitude_e7, 4);
    put_measured(w, p->accuracy_m, &convoy_range_any16);
    require(w, p->source <= CONVOY_BEACON || w->lenient);
    put(w, p->source <= CONVOY_BEACON ? p->source : CONVOY_SOURCE_NOT_KNOWN, 1);
    put_measured(w, p->fix_age_s, &convoy_range_any16);
}

static void put_position_extension(writer *w, bool has_location, const convoy_position *p) {
    if (has_location && convoy_is_place(p->latitude_e7, p->longitude_e7)) {
        put(w, TAG_POSITION, 1);
        put(w, POSITION, 1);
        put_position(w, p);
    }
}

static bool is_text(const convoy_text *text, size_t least, size_t most) {
    return text->length >= least && text->length <= most && convoy_is_printable(text->at, text->length);
}

static void write_hello(writer *w, const convoy_hello *m) {
    require(w, m->lowest_version >= 1 && m->highest_version >= m->lowest_version && m->wake <= CONVOY_WAKE_FALL);
    require(w, is_text(&m->device_id, 1, 64) && is_text(&m->firmware, 0, 32));
    put(w, m->lowest_version, 1);
    put(w, m->highest_version, 1);
    put(w, m->features, 2);
    put(w, m->wake, 1);
    put_bytes(w, m->client_nonce, CONVOY_NONCE);
    put(w, m->device_id.length, 1);
    put_bytes(w, m->device_id.at, m->device_id.length);
    if (m->firmware.length > 0) {
        put(w, TAG_FIRMWARE, 1);
        put(w, m->firmware.length, 1);
        put_bytes(w, m->firmware.at, m->firmware.length);
    }
}

static void write_session(writer *w, const convoy_message *m) {
    switch (m->type) {
    case CONVOY_HELLO:
        write_hello(w, &m->body.hello);
        break;
    case CONVOY_CHALLENGE:
        require(w, m->body.challenge.version >= 1 && m->body.challenge.next_epoch >= 1);
        put(w, m->body.challenge.version, 1);
        put(w, m->body.challenge.features, 2);
        put(w, m->body.challenge.adopt_epoch ? ADOPT : 0, 1);
        put(w, m->body.challenge.next_epoch, 4);
        put_bytes(w, m->body.challenge.server_nonce, CONVOY_NONCE);
        break;
    case CONVOY_PROOF:
        put_bytes(w, m->body.device_proof, CONVOY_MAC);
        break;
    case CONVOY_WELCOME:
        put_bytes(w, m->body.welcome.server_proof, CONVOY_MAC);
        put_code(w, m->body.welcome.standing, m->body.welcome.standing <= CONVOY_STANDING_ALARMS_ONLY);
        require(w, m->body.welcome.heartbeat_s >= 10 && m->body.welcome.heartbeat_s <= 3600);
        require(w, m->body.welcome.idle_s >= 10);
        put(w, m->body.welcome.heartbeat_s, 2);
        put(w, m->body.welcome.idle_s, 2);
        break;
    default: /* close */
        put(w, m->body.close.reason, 1);
        put_measured(w, m->body.close.retry_after_s, &convoy_range_any16);
        break;
    }
}

static void write_down(writer *w, const convoy_message *m) {
    switch (m->type) {
    case CONVOY_ACK:
        put(w, m->body.up_to_sequence, 4);
        break;
    case CONVOY_REJECTED:
        put(w, m->body.rejected.of_epoch, 4);
        put(w, m->body.rejected.of_sequence, 4);
        put_code(w, m->body.rejected.reason,
                 m->body.rejected.reason >= CONVOY_TRUNCATED && m->body.rejected.reason <= CONVOY_OVERLOADED);
        break;
    case CONVOY_RECEIVED:
        put(w, m->body.received.of_epoch, 4);
        put(w, m->body.received.of_sequence, 4);
        put_code(w, m->body.received.durability,
                 m->body.received.durability == CONVOY_COMMITTED || m->body.received.durability == CONVOY_LOCAL);
        put_bytes(w, m->body.received.alert_id, 16);
        break;
    case CONVOY_ACCEPTED:
        put_bytes(w, m->body.accepted.alert_id, 16);
        put_code(w, m->body.accepted.by,
                 m->body.accepted.by >= CONVOY_BY_OPERATOR && m->body.accepted.by <= CONVOY_BY_AMBULANCE);
        put_measured(w, m->body.accepted.eta_minutes, &convoy_range_any16);
        break;
    case CONVOY_RESOLVED:
        put_bytes(w, m->body.resolved.alert_id, 16);
        put_code(w, m->body.resolved.outcome, m->body.resolved.outcome <= 5);
        break;
    case CONVOY_CONFIGURE:
        put(w, m->body.configure.command_id, 4);
        put_bytes(w, m->body.configure.settings, m->body.configure.length);
        break;
    case CONVOY_LOCATE:
        require(w, m->body.locate.within_s >= 1);
        put(w, m->body.locate.command_id, 4);
        put(w, m->body.locate.within_s, 2);
        break;
    case CONVOY_RING:
        put(w, m->body.ring.command_id, 4);
        put_code(w, m->body.ring.seconds, m->body.ring.seconds != 0);
        break;
    case CONVOY_SHOW:
        put(w, m->body.show.command_id, 4);
        require(w, m->body.show.characters <= CONVOY_SHOWN && convoy_is_shown(m->body.show.text, m->body.show.characters));
        put(w, m->body.show.characters, 1);
        put_bytes(w, m->body.show.text, 2u * m->body.show.characters);
        break;
    default: /* measure */
        put(w, m->body.measure.command_id, 4);
        put_code(w, m->body.measure.quantities, m->body.measure.quantities != 0);
        break;
    }
}

static void write_up(writer *w, const convoy_message *m) {
    switch (m->type) {
    case CONVOY_HEARTBEAT:
        put_measured(w, m->body.heartbeat.battery_percent, &convoy_range_percent);
        put_measured(w, m->body.heartbeat.signal_percent, &convoy_range_percent);
        put_code(w, m->body.heartbeat.worn, convoy_is_yes_no(m->body.heartbeat.worn));
        put_measured(w, m->body.heartbeat.steps, &convoy_range_steps);
        break;
    case CONVOY_VITALS:
        put_measured(w, m->body.vitals.heart_rate_bpm, &convoy_range_up_to_300);
        put_measured(w, m->body.vitals.spo2_percent, &convoy_range_up_to_100);
        put_measured(w, m->body.vitals.systolic_mmhg, &convoy_range_up_to_300);
        put_measured(w, m->body.vitals.diastolic_mmhg, &convoy_range_up_to_300);
        put_measured(w, m->body.vitals.temperature_centi_celsius, &convoy_range_temperature);
        put_code(w, m->body.vitals.temperature_site, m->body.vitals.temperature_site <= CONVOY_CORE);
        put_measured(w, m->body.vitals.respiration_per_minute, &convoy_range_up_to_100);
        put_measured(w, m->body.vitals.steps, &convoy_range_steps);
        break;
    case CONVOY_LOCATION:
        put_position(w, &m->body.location);
        break;
    case CONVOY_ACTIVITY:
        put_measured(w, m->body.level_percent, &convoy_range_percent);
        break;
    case CONVOY_COMMAND_RESULT:
        put(w, m->body.command_result.command_id, 4);
        put_code(w, m->body.command_result.outcome, m->body.command_result.outcome <= CONVOY_PARTLY);
        break;
    case CONVOY_LOW_BATTERY:
        put_measured(w, m->body.battery_percent, &convoy_range_percent);
        break;
    case CONVOY_SOS:
        put_measured(w, m->body.sos.presses, &convoy_range_presses);
        put_position_extension(w, m->body.sos.has_location, &m->body.sos.location);
        break;
    case CONVOY_FALL:
        put(w, convoy_is_yes_no(m->body.fall.moving) ? m->body.fall.moving : CONVOY_NOT_KNOWN, 1);
        put_measured(w, m->body.fall.confidence_percent, &convoy_range_percent);
        put_position_extension(w, m->body.fall.has_location, &m->body.fall.location);
        break;
    case CONVOY_CANCEL:
        require(w, m->body.cancel.of_sequence != 0);
        put(w, m->body.cancel.of_epoch, 4);
        put(w, m->body.cancel.of_sequence, 4);
        break;
    default: /* removed, worn and test say everything by their type */
        break;
    }
}

size_t convoy_encode(const convoy_message *m, uint8_t *out, size_t capacity) {
    writer w;
    w.at = out;
    w.left = capacity < CONVOY_MAX_MESSAGE ? capacity : CONVOY_MAX_MESSAGE;
    w.lenient = m->type == CONVOY_SOS || m->type == CONVOY_FALL;
    w.failed = false;
    put(&w, m->header.version, 1);
    put(&w, m->type, 1);
    put(&w, m->header.flags, 1);
    put(&w, m->header.epoch, 4);
    put(&w, m->header.sequence, 4);
    put(&w, m->header.time_ms, 6);
    if (convoy_is_session(m->type)) {
        write_session(&w, m);
    } else if (convoy_is_down(m->type)) {
        write_down(&w, m);
    } else {
        require(&w, convoy_is_up(m->type));
        write_up(&w, m);
    }
    return w.failed ? 0 : (size_t)(w.at - out);
}

size_t convoy_put_setting(const convoy_setting *s, uint8_t *out, size_t capacity) {
    writer w;
    w.at = out;
    w.left = capacity;
    w.lenient = false;
    w.failed = false;
    put(&w, s->tag, 1);
    if (s->tag >= 0x01 && s->tag <= 0x03) {
        require(&w, s->tag != 0x01 || (s->value >= 10 && s->value <= 3600));
        put(&w, 2, 1);
        put(&w, s->value, 2);
    } else if (s->tag == 0x04) {
        put(&w, 1, 1);
        put_code(&w, (uint8_t)s->value, s->value <= 1);
    } else {
        bool address = s->tag == 0x10;
        require(&w, convoy_is_setting(s->tag) && s->slot >= 1 && s->slot <= (address ? 3 : 5));
        require(&w, is_text(&s->text, address && s->slot == 1 ? 1 : 0, address ? 96 : 20));
        put(&w, s->text.length + 1, 1);
        put(&w, s->slot, 1);
        put_bytes(&w, s->text.at, s->text.length);
    }
    return w.failed ? 0 : (size_t)(w.at - out);
}
