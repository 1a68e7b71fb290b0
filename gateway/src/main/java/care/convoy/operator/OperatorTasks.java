package care.convoy.operator;

import care.convoy.console.AlertRow;
import care.convoy.console.Tasks;
import java.time.Instant;
import java.util.List;
import java.util.function.Function;

/** The open tasks, from the board. Thread-safe. */
final class OperatorTasks implements Tasks {
    private final AlertBoard board;
    private final AlertRows rows;
    private final RuleEvidence evidence;

    OperatorTasks(AlertBoard board, AlertRows rows, RuleEvidence evidence) {
        this.board = board;
        this.rows = rows;
        this.evidence = evidence;
    }

    @Override
    public List<Task> open() {
        Function<care.convoy.alert.Task, Task> row = task -> new Task(
                task.device() + ":" + task.kind().wireName(),
                task.device().value(),
                task.kind().wireName(),
                task.priority().name(),
                AlertRow.Status.valueOf(task.status().name()),
                Instant.ofEpochMilli(task.openedAtMillis()),
                Instant.ofEpochMilli(task.lastAtMillis()),
                task.times(),
                rows.brief(task.resident()),
                evidence.of(task.device(), task.evidence()));
        return board.tasks().stream().map(row).toList();
    }
}
