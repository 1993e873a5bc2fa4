package com.ransomleak.provisioning.scim.schema;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SearchTextTest {

  @ParameterizedTest
  @CsvSource({
    "Zoë, zoe",
    "Zoe\u0308, zoe",
    "MÜLLER, muller",
    "Straße, strasse",
    "Łukasz Sørensen, lukasz sorensen",
    "Đặng Thị Ánh, dang thi anh",
    "Ｈａｎａ, hana",
    "'  Ada \t Lovelace ', ada lovelace",
    "İpek Işık, ipek isik",
    "Ælfgifu Œuvre Þór Guðrún, aelfgifu oeuvre thor gudrun",
    "محمد, محمد",
    "o'neill-x@example.com, o'neill-x@example.com"
  })
  @DisplayName("Case, accents and white space do not distinguish words")
  void folds(String text, String folded) {
    assertEquals(folded, SearchText.fold(text));
  }

  @Test
  @DisplayName("The text to search has each word of the values once, in their order")
  void words() {
    List<String> values = Arrays.asList("Ada Lovelace", null, "ada", "  ", "Countess");
    assertEquals("ada lovelace countess", SearchText.of(values));
  }
}
