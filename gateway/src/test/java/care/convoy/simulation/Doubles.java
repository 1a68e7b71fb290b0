package care.convoy.simulation;

import care.convoy.alert.AlertId;
import care.convoy.alert.AlertView;
import care.convoy.alert.Command;
import care.convoy.alert.CoreLimits;
import care.convoy.alert.Outcome;
import care.convoy.alertlog.Receipt;
import care.convoy.alertlog.emergency.PausableLog;
import care.convoy.device.SignalKey;
import java.util.Collection;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Worlds with one part that does what it must not: what the simulation is to notice. */
enum Doubles implements SimulatedWorld.Parts {
    /** As it should be. */
    NONE,

    ANSWERS_BEFORE_THE_DISK_HAS_IT {
        @Override
        public SimulatedAlertLog log(SimulatedWorld world, CoreLimits limits) {
            return new SimulatedAlertLog(world.time(), world.random(), limits, world.tally()) {
                @Override
                void arrive(Waiting waiting) {
                    if (works() && waiting.command() instanceof Command.Signal signal) {
                        Outcome hoped =
                                new Outcome.Done(AlertId.of(signal.key(), signal.receivedAtMillis(), 0), 1, false);
                        answer(waiting, new Receipt(entries(), Receipt.Durability.COMMITTED, hoped));
                    }
                    super.arrive(waiting);
                }
            };
        }
    },

    APPLIES_BEFORE_THE_DISK_HAS_IT {
        @Override
        public SimulatedAlertLog log(SimulatedWorld world, CoreLimits limits) {
            return new SimulatedAlertLog(world.time(), world.random(), limits, world.tally()) {
                private int written;
                private long writtenMillis;

                @Override
                Outcome write(Command command) {
                    if (world.time().nowMillis() - writtenMillis > 100) {
                        written = entries();
                        writtenMillis = world.time().nowMillis();
                    }
                    return super.write(command);
                }

                @Override
                OptionalInt lost() {
                    return world.time().nowMillis() - writtenMillis > 100
                            ? OptionalInt.empty()
                            : OptionalInt.of(written);
                }
            };
        }
    },

    ACKNOWLEDGES_AT_ONCE {
        @Override
        public SimulatedGateway gateway(SimulatedWorld world, PausableLog log) {
            return new SimulatedGateway(world, log, medium(world)) {
                @Override
                void receive(SimulatedDevice.Message message, Consumer<Receipt> acknowledge) {
                    super.receive(message, receipt -> {});
                    AlertId hoped = AlertId.of(
                            new SignalKey(
                                    message.device().id(),
                                    message.stamp().boot(),
                                    message.stamp().sequence()),
                            world.gatewayWallMillis(),
                            0);
                    acknowledge.accept(new Receipt(0, Receipt.Durability.COMMITTED, new Outcome.Done(hoped, 1, false)));
                }
            };
        }
    },

    EMERGENCY_JOURNAL_IS_NOT_FORCED {
        @Override
        public SimulatedMedium medium(SimulatedWorld world) {
            return new SimulatedMedium(world.random(), world.tally(), 512 << 10, 0) {
                @Override
                public void force() {
                    // says that it is safe and is not
                }
            };
        }
    },

    LOG_THAT_IS_LEFT_GOES_ON {
        @Override
        public SimulatedAlertLog log(SimulatedWorld world, CoreLimits limits) {
            return new SimulatedAlertLog(world.time(), world.random(), limits, world.tally()) {
                @Override
                public void pause() {
                    // as if there was room
                }
            };
        }
    },

    EFFECTS_ARE_NOT_TAKEN_UP_AFTER_A_CRASH {
        @Override
        public SimulatedGateway gateway(SimulatedWorld world, PausableLog log) {
            return new SimulatedGateway(world, log, medium(world)) {
                @Override
                SimulatedRunner newRunner() {
                    return new SimulatedRunner(world, this) {
                        @Override
                        void takeUp(Collection<AlertView> open) {
                            // what was out is forgotten
                        }
                    };
                }
            };
        }
    },

    CURSOR_MOVES_WITHOUT_ALL_ROWS {
        @Override
        public SimulatedHistory history(SimulatedWorld world) {
            return new SimulatedHistory(world.time(), world.random(), world.tally()) {
                @Override
                void write(List<Record> batch) {
                    boolean dies = batch.size() > 3 && world.random().nextInt(20) == 0;
                    super.write(batch);
                    if (dies) {
                        forget(batch.getFirst());
                    }
                }
            };
        }
    }
}
