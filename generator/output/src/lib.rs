//! Files in memory, where each line came from, and the one place that writes to disk.
