package com.ransomleak.provisioning.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.ransomleak.provisioning.scim.ScimException;
import com.ransomleak.provisioning.scim.ScimType;
import com.ransomleak.provisioning.scim.Warnings;
import com.ransomleak.provisioning.scim.message.SearchRequest;
import com.ransomleak.provisioning.scim.schema.Schemas;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListQueryTest {

  @ParameterizedTest
  @CsvSource({
    "1,1",
    "0,1",
    "-5,1",
    "101,101",
    "+7,7",
    "99999999999999999999,1000000000000000",
    "' 3 ',3"
  })
  @DisplayName("G-01: startIndex is one-based and at least 1")
  void startIndex(String sent, long read) {
    assertEquals(read, query("startIndex", sent).startIndex());
  }

  @ParameterizedTest
  @CsvSource({"100,100", "0,0", "-1,0", "1000,1000", "100000,1000", "99999999999999999999,1000"})
  @DisplayName("G-02, Q-07: count is between 0 and the maximum")
  void count(String sent, int read) {
    assertEquals(read, query("count", sent).count());
  }

  @Test
  @DisplayName("G-06: the default page has 100 resources")
  void defaultCount() {
    assertEquals(100, query("count", "").count());
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "1.5", "1e3", "-", "0x10", "١"})
  @DisplayName("G-05: a number that is not whole is invalid")
  void numbersMustBeWhole(String sent) {
    ScimException refusal = assertThrows(ScimException.class, () -> query("startIndex", sent));
    assertEquals(Optional.of(ScimType.INVALID_VALUE), refusal.type());
  }

  @Test
  @DisplayName("K-08: paging by index and by cursor exclude each other")
  void indexOrCursor() {
    SearchRequest both =
        SearchRequest.of(Map.of("startIndex", List.of("1"), "cursor", List.of("")));
    ScimException refusal =
        assertThrows(ScimException.class, () -> ListQuery.of(both, Schemas.user(), new Warnings()));
    assertEquals(Optional.of(ScimType.INVALID_VALUE), refusal.type());
  }

  private static ListQuery query(String parameter, String value) {
    return ListQuery.of(
        SearchRequest.of(Map.of(parameter, List.of(value))), Schemas.user(), new Warnings());
  }
}
