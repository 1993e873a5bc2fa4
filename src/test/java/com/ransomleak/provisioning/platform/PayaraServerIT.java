package com.ransomleak.provisioning.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.ransomleak.provisioning.server.RunningServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** The listeners of Payara Server after the commands of {@code server-config/payara-server}. */
@Tag("payara-server")
class PayaraServerIT {
  @Test
  @DisplayName("O15: JMX, IIOP and JMS are closed, and administration is possible on loopback only")
  void listeners() throws Exception {
    Path domain =
        RunningServer.get().log().resolveSibling(Path.of("domains/domain1/config/domain.xml"));
    Document settings =
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(domain.toFile());
    List<Integer> admin = ports(settings, "network-listener[@name='admin-listener']/@port");
    assertEquals(1, admin.size());
    assertTrue(isOpen("127.0.0.1", admin.get(0)));
    List<Integer> others = new ArrayList<>(ports(settings, "jmx-connector/@port"));
    others.addAll(ports(settings, "iiop-listener/@port"));
    others.addAll(ports(settings, "system-property[@name='JMS_PROVIDER_PORT']/@value"));
    assertEquals(5, others.size(), others::toString);
    List<String> open = new ArrayList<>();
    if (isOpen("127.0.0.2", admin.get(0))) {
      open.add("admin");
    }
    for (int port : others) {
      if (isOpen("127.0.0.1", port)) {
        open.add("the port " + port + " in " + domain);
      }
    }
    assertEquals(List.of(), open);
  }

  private static boolean isOpen(String address, int port) throws IOException {
    try (Socket socket = new Socket(address, port)) {
      return socket.isConnected();
    } catch (ConnectException refused) {
      return false;
    }
  }

  private static List<Integer> ports(Document settings, String attribute) throws Exception {
    NodeList found =
        (NodeList)
            XPathFactory.newInstance()
                .newXPath()
                .evaluate(
                    "//config[@name='server-config']//" + attribute,
                    settings,
                    XPathConstants.NODESET);
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < found.getLength(); i++) {
      ports.add(Integer.valueOf(found.item(i).getNodeValue()));
    }
    return ports;
  }
}
