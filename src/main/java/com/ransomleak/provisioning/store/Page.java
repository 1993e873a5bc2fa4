package com.ransomleak.provisioning.store;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many resources the whole list has
 * @param startIndex 1-based position of the first resource
 * @param resources complete representations, in the order of their ids
 */
public record Page(long total, long startIndex, List<String> resources) {}
