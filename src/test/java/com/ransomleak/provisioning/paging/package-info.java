/** Walking long lists by cursor while they change, over HTTP. */
package com.ransomleak.provisioning.paging;
