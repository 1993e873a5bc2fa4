package com.ransomleak.provisioning.scim.filter;

import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Not;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.filter.Filter.Present;
import com.ransomleak.provisioning.scim.filter.Filter.ValuePath;
import com.ransomleak.provisioning.scim.json.ScimJson;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import java.util.List;
import java.util.stream.Collectors;

/** Writes a filter in its shortest canonical spelling. */
final class FilterText {
  /** Inside brackets a sub-attribute has its own name only. */
  private final boolean inBrackets;

  private FilterText(boolean inBrackets) {
    this.inBrackets = inBrackets;
  }

  static String of(Filter filter) {
    return new FilterText(false).text(filter);
  }

  private String text(Filter filter) {
    if (filter instanceof And and) {
      return joined(and.operands(), " and ");
    }
    if (filter instanceof Or or) {
      return joined(or.operands(), " or ");
    }
    if (filter instanceof Not not) {
      return "not (" + text(not.operand()) + ")";
    }
    if (filter instanceof Comparison comparison) {
      return name(comparison.path())
          + " "
          + comparison.operator().keyword()
          + " "
          + ScimJson.write(comparison.value());
    }
    if (filter instanceof Present present) {
      return name(present.path()) + " pr";
    }
    ValuePath valuePath = (ValuePath) filter;
    return valuePath.path() + "[" + new FilterText(true).text(valuePath.filter()) + "]";
  }

  /** Parentheses keep the tree where {@code and} does not bind tighter (F-02). */
  private String joined(List<Filter> operands, String word) {
    boolean isOr = word.equals(" or ");
    return operands.stream()
        .map(
            operand ->
                operand instanceof Or || (operand instanceof And && !isOr)
                    ? "(" + text(operand) + ")"
                    : text(operand))
        .collect(Collectors.joining(word));
  }

  private String name(AttributePath path) {
    return inBrackets ? path.subAttribute() : path.toString();
  }
}
