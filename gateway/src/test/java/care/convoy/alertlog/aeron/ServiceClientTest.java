package care.convoy.alertlog.aeron;

import static org.assertj.core.api.Assertions.assertThat;

import io.aeron.Aeron;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same knot as in Aeron's service container, with a wait that nobody would sit out. */
class ServiceClientTest {
    @TempDir
    Path directory;

    private MediaDriver driver() {
        return MediaDriver.launch(new MediaDriver.Context()
                .aeronDirectoryName(directory.resolve("driver").toString())
                .dirDeleteOnStart(true)
                .threadingMode(ThreadingMode.SHARED)
                .sharedIdleStrategy(new Bell(AlertLogConfig.Profile.ECO).newRest()));
    }

    private ServiceClient connect() {
        return new ServiceClient(new Aeron.Context()
                .aeronDirectoryName(directory.resolve("driver").toString())
                .errorHandler(_ -> {}));
    }

    @Test
    void aServiceEndsAlthoughItsClientHoldsTheLockAndWaitsForIt() throws InterruptedException {
        MediaDriver driver = driver();
        ServiceClient client = connect();
        CountDownLatch aborted = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        long handler = client.aeron().addCloseHandler(() -> {
            aborted.countDown();
            try {
                assertThat(ended.await(1, TimeUnit.HOURS)).isTrue();
            } catch (InterruptedException untied) {
                Thread.currentThread().interrupt();
            }
        });
        Thread service = client.serviceThread(LogEngine.named("service")).newThread(() -> {
            try {
                aborted.await();
            } catch (InterruptedException notSo) {
                Thread.currentThread().interrupt();
            }
            client.aeron().removeCloseHandler(handler);
            ended.countDown();
        });
        service.start();

        driver.close();
        aborted.await();

        assertThat(client.untie()).isTrue();
        service.join();
        assertThat(ended.getCount()).isZero();
    }

    @Test
    void aClientThatIsWellIsLeftAlone() throws InterruptedException {
        try (MediaDriver _ = driver()) {
            ServiceClient client = connect();
            try (Aeron aeron = client.aeron()) {
                CountDownLatch end = new CountDownLatch(1);
                Thread service = client.serviceThread(LogEngine.named("service"))
                        .newThread(() -> {
                            try {
                                end.await();
                            } catch (InterruptedException notSo) {
                                Thread.currentThread().interrupt();
                            }
                        });
                service.start();

                assertThat(client.untie()).isFalse();
                assertThat(aeron.isClosed()).isFalse();
                end.countDown();
                service.join();
            }
        }
    }
}
