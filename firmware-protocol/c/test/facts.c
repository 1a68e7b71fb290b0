/* A message as the facts that vectors state: the names of PROTOCOL.md, -1 not measured, names of codes, numbers in decimal. */
#include "check.h"

#include <inttypes.h>
#include <stdarg.h>

static void fact(fact_list *list, const char *format, ...) {
    va_list values;
    va_start(values, format);
    if (list->count < MAX_FACTS) {
        char *text = list->facts[list->count++];
        size_t length;
        (void)vsnprintf(text, FACT, format, values);
        length = strlen(text);
        if (length > 0 && text[length - 1] == ' ') {
            text[length - 1] = '\0'; /* an empty text, as the vectors write it */
        }
    }
    va_end(values);
}

static const char *named(const char *const *names, unsigned count, unsigned code) {
    return code < count ? names[code] : "?";
}

const char *type_name(uint8_t type) {
    static const struct {
        uint8_t code;
        const char *name;
    } names[] = {{0x01, "HEARTBEAT"}, {0x02, "VITALS"},   {0x03, "LOCATION"},  {0x04, "ACTIVITY"}, {0x05, "COMMAND_RESULT"},
                 {0x41, "HELLO"},     {0x42, "CHALLENGE"}, {0x43, "PROOF"},    {0x44, "WELCOME"},  {0x4F, "CLOSE"},
                 {0x61, "ACK"},       {0x62, "REJECTED"},  {0x63, "RECEIVED"}, {0x64, "ACCEPTED"}, {0x65, "RESOLVED"},
                 {0x71, "CONFIGURE"}, {0x72, "LOCATE"},    {0x73, "MEASURE"},  {0x74, "RING"},     {0x75, "SHOW"},
                  {0x81, "REMOVED"},  {0x82, "WORN"},
                 {0x83, "LOW_BATTERY"}, {0xA1, "SOS"},     {0xA2, "FALL"},     {0xA3, "CANCEL"},   {0xA4, "TEST"}};
    size_t i;
    for (i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (names[i].code == type) {
            return names[i].name;
        }
    }
    return "?";
}

const char *reason_name(convoy_reason reason) {
    static const char *const names[] = {"OK",           "TRUNCATED", "BAD_MAGIC",    "BAD_LENGTH",    "BAD_CRC",
                                        "BAD_VERSION",  "UNKNOWN_TYPE", "BAD_BODY",  "OUT_OF_RANGE",  "SEALED",
                                        "OUT_OF_ORDER", "FOREIGN_EPOCH", "NOT_PERMITTED", "OVERLOADED"};
    return named(names, 14, (unsigned)reason);
}

const char *part_name(convoy_part part) {
    static const char *const names[] = {
        "",           "VERSION", "TYPE",      "HEADER",      "BODY",     "EXTENSIONS", "BATTERY",     "SIGNAL",
        "WORN",       "STEPS",   "HEART_RATE", "SPO2",       "SYSTOLIC", "DIASTOLIC",  "TEMPERATURE", "TEMPERATURE_SITE",
        "RESPIRATION", "LOCATION", "ACCURACY", "SOURCE",     "FIX_AGE",  "PRESSES",    "MOVING",      "CONFIDENCE",
        "OF",         "LEVEL",   "COMMAND",   "OUTCOME",     "SETTING",  "LOGIN"};
    return named(names, 30, (unsigned)part);
}

static const char *yes_no(uint8_t code) {
    return code == CONVOY_NO ? "NO" : code == CONVOY_YES ? "YES" : "NOT_KNOWN";
}

static void hex(const uint8_t *bytes, size_t length, char *out) {
    size_t i;
    for (i = 0; i < length; i++) {
        (void)sprintf(out + 2 * i, "%02x", bytes[i]);
    }
}

static void position(fact_list *list, const char *prefix, const convoy_position *p) {
    static const char *const sources[] = {"NOT_KNOWN", "GNSS", "WIFI", "CELL", "BEACON"};
    fact(list, "%s.latitudeE7 %" PRId32, prefix, p->latitude_e7);
    fact(list, "%s.longitudeE7 %" PRId32, prefix, p->longitude_e7);
    fact(list, "%s.accuracyMetres %" PRId32, prefix, p->accuracy_m);
    fact(list, "%s.source %s", prefix, named(sources, 5, p->source));
    fact(list, "%s.fixAgeSeconds %" PRId32, prefix, p->fix_age_s);
}

static void location(fact_list *list, bool has_location, const convoy_position *p) {
    if (has_location) {
        position(list, "body.location", p);
    } else {
        fact(list, "body.location none");
    }
}

static void uuid(fact_list *list, const uint8_t id[16]) {
    char text[33];
    hex(id, 16, text);
    fact(list, "body.alertId %.8s-%.4s-%.4s-%.4s-%.12s", text, text + 8, text + 12, text + 16, text + 20);
}

static void settings(fact_list *list, const convoy_configure *c) {
    static const char *const every[] = {"", "HeartbeatEvery", "VitalsEvery", "LocationEvery"};
    convoy_setting s;
    size_t at = 0;
    int n = 0;
    for (; convoy_next_setting(c, &at, &s); n++) {
        if (s.tag <= 3) {
            fact(list, "body.settings.%d.type %s", n, every[s.tag]);
            fact(list, "body.settings.%d.seconds %u", n, s.value);
        } else if (s.tag == 4) {
            fact(list, "body.settings.%d.type FallDetection", n);
            fact(list, "body.settings.%d.on %s", n, s.value ? "true" : "false");
        } else {
            fact(list, "body.settings.%d.type %s", n, s.tag == 0x10 ? "ServerAddress" : "EmergencyNumber");
            fact(list, "body.settings.%d.slot %u", n, s.slot);
            fact(list, "body.settings.%d.%s %.*s", n, s.tag == 0x10 ? "hostPort" : "number", (int)s.text.length,
                 (const char *)s.text.at);
        }
    }
}

static void session(const convoy_message *m, fact_list *list) {
    static const char *const wakes[] = {"POWER_ON", "RECONNECT", "SOS", "FALL"};
    static const char *const closes[] = {"?",          "NORMAL",  "GOING_AWAY",       "TAKEN_OVER",   "IDLE",
                                         "LOGIN_DEADLINE", "UNKNOWN_DEVICE", "WRONG_PROOF", "VERSION", "FRAMING",
                                         "TOO_MANY_FAULTS", "OUT_OF_ORDER", "OVERLOADED", "FRAME_DEADLINE", "SEALING"};
    static const char *const own[] = {"POWER_OFF", "BATTERY_EMPTY", "SERVER_NOT_TRUSTED"};
    char text[65];
    if (m->type == CONVOY_HELLO) {
        const convoy_hello *h = &m->body.hello;
        fact(list, "body.lowestVersion %u", h->lowest_version);
        fact(list, "body.highestVersion %u", h->highest_version);
        fact(list, "body.features %u", h->features);
        fact(list, "body.wake %s", named(wakes, 4, h->wake));
        hex(h->client_nonce, 16, text);
        fact(list, "body.clientNonce %s", text);
        fact(list, "body.deviceId %.*s", (int)h->device_id.length, (const char *)h->device_id.at);
        fact(list, "body.firmware %.*s", h->firmware.length ? (int)h->firmware.length : 4,
             h->firmware.length ? (const char *)h->firmware.at : "none");
    } else if (m->type == CONVOY_CHALLENGE) {
        fact(list, "body.version %u", m->body.challenge.version);
        fact(list, "body.features %u", m->body.challenge.features);
        fact(list, "body.adoptEpoch %s", m->body.challenge.adopt_epoch ? "true" : "false");
        fact(list, "body.nextEpoch %" PRIu32, m->body.challenge.next_epoch);
        hex(m->body.challenge.server_nonce, 16, text);
        fact(list, "body.serverNonce %s", text);
    } else if (m->type == CONVOY_PROOF) {
        hex(m->body.device_proof, 32, text);
        fact(list, "body.deviceProof %s", text);
    } else if (m->type == CONVOY_WELCOME) {
        hex(m->body.welcome.server_proof, 32, text);
        fact(list, "body.serverProof %s", text);
        fact(list, "body.standing %s", m->body.welcome.standing == CONVOY_STANDING_FULL ? "FULL" : "ALARMS_ONLY");
        fact(list, "body.heartbeatSeconds %u", m->body.welcome.heartbeat_s);
        fact(list, "body.idleSeconds %u", m->body.welcome.idle_s);
    } else {
        fact(list, "body.reason %s", m->body.close.reason >= 32 ? named(own, 3, m->body.close.reason - 32u)
                                                                : named(closes, 15, m->body.close.reason));
        fact(list, "body.retryAfterSeconds %" PRId32, m->body.close.retry_after_s);
    }
}

/* What a line of a vector cannot hold is written as its code. */
static void shown(fact_list *list, const uint8_t *text, size_t characters) {
    char ascii[6 * CONVOY_SHOWN + 1] = "";
    size_t i, at = 0;
    for (i = 0; i < characters; i++) {
        unsigned code = (unsigned)text[2 * i] << 8 | text[2 * i + 1];
        bool plain = code > 0x20 && code < 0x7F;
        at += (size_t)snprintf(ascii + at, sizeof ascii - at, plain ? "%c" : "\\u%04X", code);
    }
    fact(list, "body.text %s", ascii);
}

static void down(const convoy_message *m, fact_list *list) {
    static const char *const bys[] = {"?", "OPERATOR", "CONTACT", "AMBULANCE"};
    static const char *const outcomes[] = {"NOT_SAID", "AMBULANCE_SENT", "CONTACT_ATTENDED",
                                           "ADVISED",  "CANCELLED",      "REFUSED"};
    switch (m->type) {
    case CONVOY_ACK:
        fact(list, "body.upToSequence %" PRIu32, m->body.up_to_sequence);
        break;
    case CONVOY_REJECTED:
        fact(list, "body.ofEpoch %" PRIu32, m->body.rejected.of_epoch);
        fact(list, "body.ofSequence %" PRIu32, m->body.rejected.of_sequence);
        fact(list, "body.reason %s", reason_name((convoy_reason)m->body.rejected.reason));
        break;
    case CONVOY_RECEIVED:
        fact(list, "body.ofEpoch %" PRIu32, m->body.received.of_epoch);
        fact(list, "body.ofSequence %" PRIu32, m->body.received.of_sequence);
        fact(list, "body.durability %s", m->body.received.durability == CONVOY_COMMITTED ? "COMMITTED" : "LOCAL");
        uuid(list, m->body.received.alert_id);
        break;
    case CONVOY_ACCEPTED:
        uuid(list, m->body.accepted.alert_id);
        fact(list, "body.by %s", named(bys, 4, m->body.accepted.by));
        fact(list, "body.etaMinutes %" PRId32, m->body.accepted.eta_minutes);
        break;
    case CONVOY_RESOLVED:
        uuid(list, m->body.resolved.alert_id);
        fact(list, "body.outcome %s", named(outcomes, 6, m->body.resolved.outcome));
        break;
    case CONVOY_CONFIGURE:
        fact(list, "body.commandId %" PRIu32, m->body.configure.command_id);
        settings(list, &m->body.configure);
        break;
    case CONVOY_LOCATE:
        fact(list, "body.commandId %" PRIu32, m->body.locate.command_id);
        fact(list, "body.withinSeconds %u", m->body.locate.within_s);
        break;
    case CONVOY_RING:
        fact(list, "body.commandId %" PRIu32, m->body.ring.command_id);
        fact(list, "body.seconds %u", m->body.ring.seconds);
        break;
    case CONVOY_SHOW:
        fact(list, "body.commandId %" PRIu32, m->body.show.command_id);
        shown(list, m->body.show.text, m->body.show.characters);
        break;
    default:
        fact(list, "body.commandId %" PRIu32, m->body.measure.command_id);
        fact(list, "body.quantities %u", m->body.measure.quantities);
        break;
    }
}

static void up(const convoy_message *m, fact_list *list) {
    static const char *const outcomes[] = {"DONE", "UNSUPPORTED", "REFUSED", "FAILED", "MALFORMED", "PARTLY"};
    switch (m->type) {
    case CONVOY_HEARTBEAT:
        fact(list, "body.batteryPercent %" PRId32, m->body.heartbeat.battery_percent);
        fact(list, "body.signalPercent %" PRId32, m->body.heartbeat.signal_percent);
        fact(list, "body.worn %s", yes_no(m->body.heartbeat.worn));
        fact(list, "body.steps %" PRId32, m->body.heartbeat.steps);
        break;
    case CONVOY_VITALS:
        fact(list, "body.heartRateBpm %" PRId32, m->body.vitals.heart_rate_bpm);
        fact(list, "body.spo2Percent %" PRId32, m->body.vitals.spo2_percent);
        fact(list, "body.systolicMmhg %" PRId32, m->body.vitals.systolic_mmhg);
        fact(list, "body.diastolicMmhg %" PRId32, m->body.vitals.diastolic_mmhg);
        fact(list, "body.temperatureCentiCelsius %" PRId32, m->body.vitals.temperature_centi_celsius);
        fact(list, "body.temperatureSite %s", m->body.vitals.temperature_site == CONVOY_CORE ? "CORE" : "SKIN");
        fact(list, "body.respirationPerMinute %" PRId32, m->body.vitals.respiration_per_minute);
        fact(list, "body.steps %" PRId32, m->body.vitals.steps);
        break;
    case CONVOY_LOCATION:
        position(list, "body.position", &m->body.location);
        break;
    case CONVOY_ACTIVITY:
        fact(list, "body.levelPercent %" PRId32, m->body.level_percent);
        break;
    case CONVOY_LOW_BATTERY:
        fact(list, "body.batteryPercent %" PRId32, m->body.battery_percent);
        break;
    case CONVOY_COMMAND_RESULT:
        fact(list, "body.commandId %" PRIu32, m->body.command_result.command_id);
        fact(list, "body.outcome %s", named(outcomes, 6, m->body.command_result.outcome));
        break;
    case CONVOY_SOS:
        fact(list, "body.presses %" PRId32, m->body.sos.presses);
        location(list, m->body.sos.has_location, &m->body.sos.location);
        break;
    case CONVOY_FALL:
        fact(list, "body.moving %s", yes_no(m->body.fall.moving));
        fact(list, "body.confidencePercent %" PRId32, m->body.fall.confidence_percent);
        location(list, m->body.fall.has_location, &m->body.fall.location);
        break;
    case CONVOY_CANCEL:
        fact(list, "body.ofEpoch %" PRIu32, m->body.cancel.of_epoch);
        fact(list, "body.ofSequence %" PRIu32, m->body.cancel.of_sequence);
        break;
    default:
        break;
    }
}

void facts_of(const convoy_message *m, fact_list *list) {
    list->count = 0;
    fact(list, "header.version %u", m->header.version);
    fact(list, "header.flags %u", m->header.flags);
    fact(list, "header.epoch %" PRIu32, m->header.epoch);
    fact(list, "header.sequence %" PRIu32, m->header.sequence);
    fact(list, "header.timeMillis %" PRIu64, m->header.time_ms);
    if (m->type >= CONVOY_HELLO && m->type <= CONVOY_CLOSE) {
        session(m, list);
    } else if (m->type >= CONVOY_ACK && m->type <= CONVOY_SHOW) {
        down(m, list);
    } else {
        up(m, list);
    }
}

bool facts_match(const fact_list *have, const vector *v) {
    int expected = 0;
    int i, j;
    for (i = 0; i < v->fact_count; i++) {
        const char *wanted = v->facts[i];
        bool found = false;
        if (strncmp(wanted, "header.", 7) != 0 && strncmp(wanted, "body.", 5) != 0) {
            continue;
        }
        expected++;
        for (j = 0; j < have->count && !found; j++) {
            found = strcmp(wanted, have->facts[j]) == 0;
        }
        if (!found) {
            fprintf(stderr, "%s: missing '%s'\n", checked, wanted);
            return false;
        }
    }
    if (expected != have->count) {
        fprintf(stderr, "%s: %d facts instead of %d\n", checked, have->count, expected);
    }
    return expected == have->count;
}
