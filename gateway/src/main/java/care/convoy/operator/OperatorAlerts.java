package care.convoy.operator;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.Disposition;
import care.convoy.console.AlertDetail;
import care.convoy.console.AlertRow;
import care.convoy.console.Alerts;
import care.convoy.console.Position;
import care.convoy.console.RecordsUnavailable;
import care.convoy.device.ResidentId;
import care.convoy.resident.StorageUnavailable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Open alerts from the board, ended ones from the records. */
final class OperatorAlerts implements Alerts {
    private static final int RECENT_DAYS = 30;

    private final AlertBoard board;
    private final Records records;
    private final AlertRows rows;
    private final CaseTimeline timeline;

    OperatorAlerts(AlertBoard board, Records records, AlertRows rows, CaseTimeline timeline) {
        this.board = board;
        this.records = records;
        this.rows = rows;
        this.timeline = timeline;
    }

    @Override
    public List<AlertRow> open() {
        return board.open().stream().map(rows::row).toList();
    }

    @Override
    public AutoCloseable watch(Watcher watcher) {
        return board.watch(new AlertBoard.Watcher() {
            @Override
            public void changed(AlertView view) {
                if (view.state().isOpen()) {
                    watcher.changed(rows.row(view));
                } else {
                    watcher.removed(view.id().toString(), view.version());
                }
            }

            @Override
            public void gone(AlertId id, long version) {
                watcher.removed(id.toString(), version);
            }
        });
    }

    @Override
    public Optional<AlertDetail> detail(String id) {
        AlertId alert = OperatorCommands.alertId(id);
        if (alert == null) {
            return Optional.empty();
        }
        AlertView open = board.find(alert);
        if (open != null) {
            return Optional.of(detail(open));
        }
        AlertView ended = board.findEnded(alert);
        try {
            // the database has the whole time line, but may not yet have the last event
            Optional<AlertView> stored = records.ended(alert);
            return stored.filter(view -> ended == null || view.version() >= ended.version())
                    .or(() -> Optional.ofNullable(ended).map(view -> withHistory(view, stored.orElse(view))))
                    .map(this::detail);
        } catch (StorageUnavailable down) {
            if (ended == null) {
                throw unavailable();
            }
            return Optional.of(detail(ended));
        }
    }

    /** As it stands now, with what the database tells of before if it was told in full only there. */
    private static AlertView withHistory(AlertView now, AlertView stored) {
        return now.timeline().size() >= stored.timeline().size() ? now : stored;
    }

    private AlertDetail detail(AlertView view) {
        return new AlertDetail(
                rows.row(view),
                view.deviceTimeMillis() == Command.NO_TIME ? null : Instant.ofEpochMilli(view.deviceTimeMillis()),
                position(view.position()),
                disposition(view.disposition()),
                recent(view.resident()),
                CaseTimeline.steps(view),
                timeline.lines(view));
    }

    private @Nullable Integer recent(@Nullable ResidentId resident) {
        if (resident == null) {
            return null;
        }
        try {
            return records.alertsOf(resident, RECENT_DAYS);
        } catch (StorageUnavailable down) {
            return null;
        }
    }

    @Override
    public ClosedPage closed(ClosedQuery query) {
        AlertRow.State state = query.state();
        boolean isHere = state != null && state != AlertRow.State.CLOSED;
        List<AlertRow> here = List.of();
        if (state != null && isHere && query.before() == null) {
            here = endedHere(query, state);
        }
        if (here.size() >= query.limit()) {
            return new ClosedPage(here, null);
        }
        try {
            Records.EndedPage page = records.ended(new ClosedQuery(
                    query.scope(), state, query.resident(), query.before(), query.limit() - here.size()));
            List<AlertRow> all = new ArrayList<>(here);
            page.views().stream()
                    .filter(view -> !isKnownOtherwise(view, isHere))
                    .map(rows::row)
                    .forEach(all::add);
            return new ClosedPage(all, page.next());
        } catch (StorageUnavailable down) {
            if (!isHere) {
                throw unavailable();
            }
            return new ClosedPage(here, null);
        }
    }

    /** The database may lag: what this node has open is not over, and what it saw end is listed from memory. */
    private boolean isKnownOtherwise(AlertView stored, boolean isListedFromHere) {
        return board.find(stored.id()) != null || (isListedFromHere && board.findEnded(stored.id()) != null);
    }

    /** What this node saw end, newest first. */
    private List<AlertRow> endedHere(ClosedQuery query, AlertRow.State state) {
        String resident = query.resident();
        return board.ended().reversed().stream()
                .map(rows::row)
                .filter(row -> row.state() == state)
                .filter(row -> row.regionCode().isEmpty() || row.regionCode().startsWith(query.scope()))
                .filter(row -> resident == null || row.concerns(resident))
                .limit(query.limit())
                .toList();
    }

    static RecordsUnavailable unavailable() {
        return new RecordsUnavailable("the database cannot answer now");
    }

    static @Nullable Position position(care.convoy.device.@Nullable Position position) {
        if (position == null) {
            return null;
        }
        boolean unknown = position.accuracyMetres() == care.convoy.device.Position.UNKNOWN_ACCURACY;
        String source = position.source() == care.convoy.device.Position.Source.UNKNOWN
                ? null
                : position.source().name().toLowerCase(Locale.ROOT);
        return new Position(
                position.latitude(),
                position.longitude(),
                unknown ? null : position.accuracyMetres(),
                source,
                position.valid(),
                Instant.ofEpochMilli(position.atMillis()));
    }

    private static care.convoy.console.@Nullable Disposition disposition(@Nullable Disposition disposition) {
        if (disposition == null) {
            return null;
        }
        boolean verified = disposition.verified() != Disposition.Verification.NONE;
        return new care.convoy.console.Disposition(
                disposition.cause().name(),
                disposition.outcome().name(),
                disposition.falseAlarm(),
                verified ? disposition.verified().name().toLowerCase(Locale.ROOT) : null,
                disposition.cosigner() == null ? null : disposition.cosigner().value());
    }
}
