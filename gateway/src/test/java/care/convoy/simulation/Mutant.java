package care.convoy.simulation;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.Opcode;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * One method of the product, changed in its byte code and in a class loader of its own: the product itself has no switch
 * for this.
 *
 * @param name what goes wrong
 * @param type class below {@code care.convoy}
 * @param method its method, with the lambdas in it
 * @param change what becomes of its instructions
 */
record Mutant(String name, String type, String method, CodeTransform change, AtomicInteger changes) {
    private static final String HOUSE = "care.convoy.";

    /** In that method a call is left out, and what it would have returned is made up. */
    static Mutant withoutCall(String name, String type, String method, String called, Consumer<CodeBuilder> result) {
        AtomicInteger changes = new AtomicInteger();
        return new Mutant(
                name,
                HOUSE + type,
                method,
                (code, element) -> {
                    if (element instanceof InvokeInstruction call && call.name().equalsString(called)) {
                        changes.incrementAndGet();
                        leaveOut(code, call);
                        result.accept(code);
                    } else {
                        code.with(element);
                    }
                },
                changes);
    }

    /** A method that does this and nothing else. */
    static Mutant replaced(String name, String type, String method, Consumer<CodeBuilder> body) {
        AtomicInteger changes = new AtomicInteger();
        CodeTransform whole = new CodeTransform() {
            @Override
            public void atStart(CodeBuilder code) {
                changes.incrementAndGet();
                body.accept(code);
            }

            @Override
            public void accept(CodeBuilder code, CodeElement element) {
                // nothing of what was there is left
            }
        };
        return new Mutant(name, HOUSE + type, method, whole, changes);
    }

    private static void leaveOut(CodeBuilder code, InvokeInstruction call) {
        MethodTypeDesc type = call.typeSymbol();
        List<ClassDesc> operands = new ArrayList<>();
        if (call.opcode() != Opcode.INVOKESTATIC) {
            operands.add(call.owner().asSymbol());
        }
        operands.addAll(type.parameterList());
        for (ClassDesc operand : operands.reversed()) {
            if (TypeKind.from(operand).slotSize() == 2) {
                code.pop2();
            } else {
                code.pop();
            }
        }
    }

    /** In which worlds it is noticed. */
    List<String> broken(long from, long seeds) throws ReflectiveOperationException {
        try (Loader loader = new Loader()) {
            Class<?> simulation = loader.loadClass(Simulation.class.getName());
            @SuppressWarnings("unchecked")
            List<String> broken = (List<String>) simulation
                    .getMethod("broken", String.class, long.class, long.class)
                    .invoke(null, Doubles.NONE.name(), from, seeds);
            return broken;
        }
    }

    /** The house's classes once more, one of them changed. */
    private final class Loader extends ClassLoader implements AutoCloseable {
        Loader() {
            super(Mutant.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String className, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(className)) {
                if (!className.startsWith(HOUSE)) {
                    return super.loadClass(className, resolve);
                }
                Class<?> loaded = findLoadedClass(className);
                return loaded != null ? loaded : define(className);
            }
        }

        private Class<?> define(String className) throws ClassNotFoundException {
            byte[] bytes = bytes(className);
            byte[] wanted = className.equals(type) ? changed(bytes) : bytes;
            return defineClass(className, wanted, 0, wanted.length);
        }

        private byte[] bytes(String className) throws ClassNotFoundException {
            String file = className.replace('.', '/') + ".class";
            try (InputStream in = getParent().getResourceAsStream(file)) {
                if (in == null) {
                    throw new ClassNotFoundException(className);
                }
                return in.readAllBytes();
            } catch (IOException failed) {
                throw new UncheckedIOException(failed);
            }
        }

        private byte[] changed(byte[] bytes) {
            ClassFile files = ClassFile.of(
                    ClassFile.ClassHierarchyResolverOption.of(ClassHierarchyResolver.ofResourceParsing(getParent())));
            return files.transformClass(
                    files.parse(bytes),
                    ClassTransform.transformingMethodBodies(
                            found -> isMeant(found.methodName().stringValue())
                                    && !found.flags().has(AccessFlag.ABSTRACT),
                            change));
        }

        private boolean isMeant(String found) {
            return found.equals(method) || found.startsWith("lambda$" + method + "$");
        }

        @Override
        public void close() {}
    }

    @Override
    public String toString() {
        return name;
    }
}
