//! One refund out of all rows that tell of it.
