//! Two reports compared: which entries changed and by what fact or rule, and the roll-forward of
//! the refund receivable from one to the other.
