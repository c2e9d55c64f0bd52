"""What survives a power cut: bytes and a Snapshot come in; out goes the last Snapshot that is whole, with its objects.

    objects/ab/abcd…    bytes, named by their SHA-256, written once
    snapshots/<digest>  canonical JSON, named by its SHA-256
    current previous    pointers: the digest of a snapshot, replaced atomically
    journal/            proof of play: what was really on the glass, a file a day
    lock                one player per cache
    run                 the run that is on: how the last one ended
    ballast             room in reserve, for when the disk is full

One rule keeps it: what is referred to is durable before what refers. So objects are written first, then the snapshot,
then the pointer; they are read in the opposite order, and deleted in the opposite order.
"""
