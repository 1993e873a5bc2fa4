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
final class FilterText implements Filter.Visitor<String> {
  /** Inside brackets a sub-attribute has its own name only. */
  private final boolean inBrackets;

  private FilterText(boolean inBrackets) {
    this.inBrackets = inBrackets;
  }

  static String of(Filter filter) {
    return filter.accept(new FilterText(false));
  }

  @Override
  public String and(And and) {
    return joined(and.operands(), " and ");
  }

  @Override
  public String or(Or or) {
    return joined(or.operands(), " or ");
  }

  @Override
  public String not(Not not) {
    return "not (" + not.operand().accept(this) + ")";
  }

  @Override
  public String comparison(Comparison comparison) {
    return name(comparison.path())
        + " "
        + comparison.operator().keyword()
        + " "
        + ScimJson.write(comparison.value());
  }

  @Override
  public String present(Present present) {
    return name(present.path()) + " pr";
  }

  @Override
  public String valuePath(ValuePath valuePath) {
    return valuePath.path() + "[" + valuePath.filter().accept(new FilterText(true)) + "]";
  }

  /** Parentheses keep the tree where {@code and} does not bind tighter (F-02). */
  private String joined(List<Filter> operands, String word) {
    boolean isOr = word.equals(" or ");
    return operands.stream()
        .map(
            operand ->
                operand instanceof Or || (operand instanceof And && !isOr)
                    ? "(" + operand.accept(this) + ")"
                    : operand.accept(this))
        .collect(Collectors.joining(word));
  }

  private String name(AttributePath path) {
    return inBrackets ? path.subAttribute() : path.toString();
  }
}
