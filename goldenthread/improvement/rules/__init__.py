"""Pure rules of improvement: plain values in, answers out. One file for each subject."""
