package com.ransomleak.provisioning.mapping;

import java.util.List;

public record Sql(String text, List<Object> parameters) {}
