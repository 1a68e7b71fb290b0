package care.convoy.alert;

import java.util.UUID;

/** Makes a person's command recognisable when it is sent again: from the {@code Idempotency-Key} of the request. */
public record CommandId(OperatorId actor, UUID value) {}
