package com.ransomleak.provisioning.benchmark;

import jakarta.ws.rs.ApplicationPath;
import jakarta.ws.rs.core.Application;

/** A WAR of its own beside ours, on the same server and the same connection pool. */
@ApplicationPath("/")
public class CeilingApplication extends Application {}
