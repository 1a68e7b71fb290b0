"""Where the memory of a running gateway is. Its JVM has to count: -XX:NativeMemoryTracking=summary.

    memory.py --gateway PID --java JAVA --take FILE    looks, and keeps what it saw
    memory.py --compare FILE FILE ...                  prints them side by side, in MB

Taken: what is resident, by what it is mapped from; what the JVM has committed, by category ('Other' is memory outside of the heap that
Java code asked for: Netty's pools); threads; the heap in use before and after a full collection, which is asked for last;
and the classes that hold most of what is alive.
"""
import argparse, json, re, subprocess

parser = argparse.ArgumentParser()
parser.add_argument("--gateway", type=int)
parser.add_argument("--java")
parser.add_argument("--take")
parser.add_argument("--compare", nargs="+")
options = parser.parse_args()
CLASSES = 12


def jcmd(*command):
    tool = options.java.replace("bin/java", "bin/jcmd")
    return subprocess.run([tool, str(options.gateway), *command], capture_output=True, text=True, check=True).stdout


def resident():
    sums, kind = {}, ""
    with open("/proc/%d/smaps" % options.gateway) as maps:
        for line in maps:
            head = re.match(r"[0-9a-f]+-[0-9a-f]+ \S+ \S+ \S+ \S+ *(.*)$", line)
            if head:
                path = head[1]
                program = path.endswith((".so", ".jsa", ".jar")) or ".so." in path or path.endswith(("/java", "/modules"))
                kind = "of the program's files" if program else "of the log's files" if path.startswith("/") else "anonymous"
            elif line.startswith("Rss:"):
                sums[kind] = sums.get(kind, 0) + int(line.split()[1]) / 1024
    return dict({"resident": sum(sums.values())}, **{"resident: " + kind: mb for kind, mb in sorted(sums.items())})


def committed():
    told = jcmd("VM.native_memory", "summary")
    found = re.findall(r"-\s+([A-Za-z ]+) \(reserved=\d+\w+, committed=(\d+)KB", told)
    if not found:
        raise SystemExit("the JVM does not count its memory: start it with -XX:NativeMemoryTracking=summary")
    return {"committed: " + name.strip(): int(kb) / 1024 for name, kb in found if int(kb) >= 1024}


def in_use():
    return sum(int(kb) for kb in re.findall(r"(?:DefNew|Tenured) +total \d+K, used (\d+)K", jcmd("GC.heap_info"))) / 1024


def take():
    with open("/proc/%d/status" % options.gateway) as status:
        threads = int(re.search(r"Threads:\s+(\d+)", status.read())[1])
    seen = dict(resident(), **committed(), threads=threads)
    seen["heap in use"] = in_use()
    rows = re.findall(r"^\s*\d+:\s+(\d+)\s+(\d+)\s+(\S+)", jcmd("GC.class_histogram"), re.M)  # collects first
    seen["heap alive"] = sum(int(size) for _, size, _ in rows) / 1048576
    after = committed()
    seen["committed after the collection: Java Heap"] = after["committed: Java Heap"]
    seen["resident after the collection"] = resident()["resident"]
    classes = {name: [int(count), int(size) / 1048576] for count, size, name in rows}
    with open(options.take, "w") as out:
        json.dump({"seen": seen, "classes": classes}, out)


def compare():
    looks = [json.load(open(path)) for path in options.compare]
    names = list(dict.fromkeys(name for look in looks for name in look["seen"]))
    for name in names:
        print("  %-44s %s" % (name, " ".join("%8.0f" % look["seen"].get(name, 0) for look in looks)))
    first, last = looks[0]["classes"], looks[-1]["classes"]
    grown = sorted(last, key=lambda name: first.get(name, [0, 0])[1] - last[name][1])[:CLASSES]
    print("  alive, the classes that grew most, MB and how many")
    for name in grown:
        print("    %-62s %s" % (name[:62], " ".join("%7.1f %8d" % (c[1], c[0]) for c in (look["classes"].get(name, [0, 0]) for look in looks))))


compare() if options.compare else take()
