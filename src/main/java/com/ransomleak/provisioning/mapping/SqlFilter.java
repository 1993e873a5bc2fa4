package com.ransomleak.provisioning.mapping;

import static com.ransomleak.provisioning.mapping.ColumnMapping.column;

import com.ransomleak.provisioning.mapping.ColumnMapping.Column;
import com.ransomleak.provisioning.mapping.ColumnMapping.ColumnType;
import com.ransomleak.provisioning.mapping.ColumnMapping.Rows;
import com.ransomleak.provisioning.scim.filter.Filter;
import com.ransomleak.provisioning.scim.filter.Filter.And;
import com.ransomleak.provisioning.scim.filter.Filter.Comparison;
import com.ransomleak.provisioning.scim.filter.Filter.Not;
import com.ransomleak.provisioning.scim.filter.Filter.Or;
import com.ransomleak.provisioning.scim.filter.Filter.Present;
import com.ransomleak.provisioning.scim.filter.Filter.ValuePath;
import com.ransomleak.provisioning.scim.filter.Operator;
import com.ransomleak.provisioning.scim.schema.AttributePath;
import java.util.List;
import java.util.Locale;

/**
 * Compiles a filter into a condition on the resource's table:
 *
 * <pre>{@code
 * userName eq "Bob@X" and not (emails[type eq "work"])
 *
 * (u.user_name_key = :user1 and (exists (select from provisioning.user_email v
 *     where v.tenant_id = u.tenant_id and v.user_id = u.id and (v.keys ->> 'type') collate "C" = :user2)) is not true)      {user1=bob@x, user2=work}
 * }</pre>
 *
 * The condition matches the same resources as {@code FilterMatcher}; a test compares both. Absent
 * values are null in SQL, so negations use {@code is not true}. Positive comparisons stay plain,
 * because under row security only those use an index. Multi-valued attributes use {@code exists},
 * never a join (F-10).
 */
public final class SqlFilter implements Filter.Visitor<Void> {
  private final ResourceMapping mapping;
  private final SqlBuilder sql;

  /** The multi-valued attribute whose row is being compared, or null. */
  private AttributePath row;

  private SqlFilter(ResourceMapping mapping) {
    this.mapping = mapping;
    this.sql = new SqlBuilder(mapping.type().name().toLowerCase(Locale.ROOT));
  }

  /**
   * The condition, which the caller puts in parentheses beside the condition on the tenant (F-26).
   *
   * @param filter for the resource type of the mapping
   */
  public static SqlFragment compile(Filter filter, ResourceMapping mapping) {
    SqlFilter compiler = new SqlFilter(mapping);
    compiler.condition(filter);
    return compiler.sql.build();
  }

  private void condition(Filter filter) {
    filter.accept(this);
  }

  @Override
  public Void and(And and) {
    return joined(and.operands(), " and ");
  }

  @Override
  public Void or(Or or) {
    return joined(or.operands(), " or ");
  }

  @Override
  public Void not(Not not) {
    sql.add("((");
    condition(not.operand());
    sql.add(") is not true)");
    return null;
  }

  private Void joined(List<Filter> operands, String word) {
    String before = "(";
    for (Filter operand : operands) {
      sql.add(before);
      condition(operand);
      before = word;
    }
    sql.add(")");
    return null;
  }

  @Override
  public Void comparison(Comparison comparison) {
    AttributePath attribute = comparison.path().parent();
    if (!isMultiValued(attribute) || attribute.equals(row)) {
      sql.compare(compared(comparison), comparison);
      return null;
    }
    boolean isNe = comparison.operator() == Operator.NE;
    sql.add(isNe ? "(" : "");
    exists(attribute, () -> sql.compare(compared(comparison), comparison));
    if (isNe) {
      // An absent attribute also differs from the value (F-08).
      sql.add(" or not ");
      exists(attribute, () -> sql.add("true"));
      sql.add(")");
    }
    return null;
  }

  /** An element without {@code primary} is not the primary one (RFC 7643 section 2.4). */
  private Column compared(Comparison comparison) {
    Column value = mapping.value(comparison.path());
    return comparison.isAboutPrimary() && isMultiValued(comparison.path().parent())
        ? column(ColumnType.BOOLEAN, "coalesce(" + value.expression() + ", false)")
        : value;
  }

  @Override
  public Void present(Present present) {
    AttributePath path = present.path();
    if (!isMultiValued(path.parent()) || path.parent().equals(row)) {
      sql.present(mapping.value(path));
    } else {
      exists(
          path.parent(),
          () -> {
            if (path.subAttribute() == null) {
              sql.add("true");
            } else {
              sql.present(mapping.value(path));
            }
          });
    }
    return null;
  }

  @Override
  public Void valuePath(ValuePath valuePath) {
    exists(valuePath.path(), () -> condition(valuePath.filter()));
    return null;
  }

  private boolean isMultiValued(AttributePath attribute) {
    return mapping.type().attribute(attribute).multiValued();
  }

  private void exists(AttributePath attribute, Runnable condition) {
    Rows rows = (Rows) mapping.mapping(attribute);
    sql.add("exists (select from ").add(rows.rows()).add(" and ");
    row = attribute;
    condition.run();
    row = null;
    sql.add(")");
  }
}
