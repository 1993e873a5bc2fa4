/**
 * What is special about groups that are roles: built-in ones, administrative ones, import page by
 * page. Imports {@code server}.
 */
package com.ransomleak.provisioning.groups;
