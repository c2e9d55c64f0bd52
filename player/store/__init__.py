"""What survives a power cut: objects by SHA-256, snapshots, the pointer to the current one."""
