//! Numbers found in what a bank prints beside a line.
