package care.convoy.warning;

import java.io.ByteArrayInputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.xml.XMLConstants;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * XML from outside as a tree of elements, bounded: no document type, no entities but XML's own five and numbers, nothing is
 * fetched, at most {@value #DEEPEST} levels and {@value #MOST_ELEMENTS} elements. By the JDK's own StAX, whatever else lies on
 * the class path. Thread-safe.
 */
final class XmlTree {
    static final int DEEPEST = 12;
    static final int MOST_ELEMENTS = 5_000;
    private static final XMLInputFactory FACTORY = factory();

    private XmlTree() {}

    private static XMLInputFactory factory() {
        XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, true);
        factory.setProperty(XMLConstants.ACCESS_EXTERNAL_DTD, "");
        factory.setXMLResolver((publicId, systemId, base, namespace) -> {
            throw new XMLStreamException("nothing is fetched");
        });
        return factory;
    }

    /** The root. @throws CapFault if it is no such document */
    static XmlElement read(byte[] xml) throws CapFault {
        try {
            XMLStreamReader reader = FACTORY.createXMLStreamReader(new ByteArrayInputStream(xml));
            try {
                return read(reader);
            } finally {
                reader.close();
            }
        } catch (XMLStreamException broken) {
            throw new CapFault("xml", "is not well-formed" + where(broken) + "; send one XML 1.0 document");
        } catch (RuntimeException | StackOverflowError broken) {
            // the JDK's scanner answers some broken documents so; it holds nothing of ours
            throw new CapFault("xml", "is not well-formed; send one XML 1.0 document");
        }
    }

    /** The parser's own words may quote the document, and are long. */
    private static String where(XMLStreamException broken) {
        return broken.getLocation() == null
                ? ""
                : " at line " + broken.getLocation().getLineNumber() + ", column "
                        + broken.getLocation().getColumnNumber();
    }

    private static XmlElement read(XMLStreamReader reader) throws XMLStreamException, CapFault {
        Deque<XmlElement> open = new ArrayDeque<>();
        XmlElement root = null;
        int elements = 0;
        while (reader.hasNext()) {
            switch (reader.next()) {
                case XMLStreamConstants.START_ELEMENT -> {
                    XmlElement element = element(reader, open.peek());
                    if (open.isEmpty()) {
                        root = element;
                    } else {
                        open.getFirst().add(element);
                    }
                    open.push(element);
                    elements++;
                    if (elements > MOST_ELEMENTS || open.size() > DEEPEST) {
                        throw new CapFault(
                                "xml",
                                "has more than " + MOST_ELEMENTS + " elements, or more than " + DEEPEST
                                        + " within each other; split the message by area");
                    }
                }
                case XMLStreamConstants.END_ELEMENT -> open.pop();
                case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
                    if (!open.isEmpty()) {
                        open.getFirst().add(reader.getText());
                    }
                }
                case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE ->
                    throw new CapFault("xml", "has a document type or an entity of its own; leave <!DOCTYPE> out");
                default -> {
                    // comments and instructions mean nothing
                }
            }
        }
        if (root == null) {
            throw new CapFault("xml", "has no element; send one <alert>");
        }
        return root;
    }

    private static XmlElement element(XMLStreamReader reader, @Nullable XmlElement parent) {
        String namespace = reader.getNamespaceURI() == null ? "" : reader.getNamespaceURI();
        String name = reader.getLocalName();
        if (parent == null) {
            return new XmlElement(namespace, name, name);
        }
        int before = parent.count(name);
        return new XmlElement(namespace, name, parent.path() + "." + name + (before == 0 ? "" : "[" + before + "]"));
    }
}
