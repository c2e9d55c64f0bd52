"""Numbers of the system calls that a decoder has no business with, from the kernel's tables; x86-64 and aarch64."""

from __future__ import annotations

from dataclasses import dataclass

CLONE3 = 435
OPENAT2 = 437
"""The same everywhere, like all that came after Linux 5.0."""

EVERYWHERE = (
    *(424, 434, 438),  # pidfd_send_signal, pidfd_open, pidfd_getfd
    *(425, 426, 427),  # io_uring_setup, _enter, _register: calls past every filter
    *(428, 429, 430, 431, 432, 433, 442),  # open_tree, move_mount, fsopen, fsconfig, fsmount, fspick, mount_setattr
    *(440, 448),  # process_madvise, process_mrelease
    452,  # fchmodat2
    *(463, 466, 467),  # setxattrat, removexattrat, open_tree_attr
)


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers of one architecture: `architecture` as AUDIT_ARCH_*, `denied` whatever the arguments are.

    `opens`: what opens a file, and which argument (from 0) holds the flags that say what for.
    """

    architecture: int
    clone: int
    tgkill: int
    prlimit64: int
    ioctl: int
    opens: tuple[tuple[int, int], ...]
    socket: int
    denied: tuple[int, ...]


_X86_64 = (
    *(59, 322),  # execve, execveat
    *(57, 58),  # fork, vfork
    *(
        41,
        42,
        43,
        44,
        45,
        46,
        47,
        49,
        50,
        53,
        288,
        299,
        307,
    ),  # socket, connect, accept, send…, recv…, bind, listen, socketpair
    *(101, 310, 311, 312),  # ptrace, process_vm_readv, process_vm_writev, kcmp
    *(62, 200, 129, 297),  # kill, tkill, rt_sigqueueinfo, rt_tgsigqueueinfo
    *(165, 166, 155, 161, 272, 308),  # mount, umount2, pivot_root, chroot, unshare, setns
    *(303, 304),  # name_to_handle_at, open_by_handle_at
    *(321, 298, 323),  # bpf, perf_event_open, userfaultfd
    *(248, 249, 250),  # add_key, request_key, keyctl
    *(175, 313, 176, 246, 320, 169),  # init_module, finit_module, delete_module, kexec_load, kexec_file_load, reboot
    *(167, 168, 179, 163, 300),  # swapon, swapoff, quotactl, acct, fanotify_init
    *(164, 227, 159, 305, 170, 171),  # settimeofday, clock_settime, adjtimex, clock_adjtime, sethostname, setdomainname
    *(172, 173, 154, 135, 103),  # iopl, ioperm, modify_ldt, personality, syslog
    *(90, 91, 268, 92, 93, 94, 260),  # chmod, fchmod, fchmodat, chown, fchown, lchown, fchownat
    *(188, 189, 190, 197, 198, 199),  # setxattr…, removexattr…
    *(132, 235, 261, 280),  # utime, utimes, futimesat, utimensat
    *(29, 30, 31, 64, 65, 66, 220, 68, 69, 70, 71, 240),  # shm…, sem…, msg…, mq_open
    *(
        160,
        144,
        314,
        203,
        251,
        141,
    ),  # setrlimit, sched_setscheduler, sched_setattr, sched_setaffinity, ioprio_set, setpriority
    *(319, 109, 112),  # memfd_create, setpgid, setsid
    *(76, 85, 82, 264, 316),  # truncate, creat, rename, renameat, renameat2
    *(83, 258, 133, 259, 86, 265, 88, 266),  # mkdir, mkdirat, mknod, mknodat, link, linkat, symlink, symlinkat
    *(84, 87, 263),  # rmdir, unlink, unlinkat
)

_AARCH64 = (
    *(221, 281),  # as above, in the same order
    *(198, 203, 202, 206, 207, 211, 212, 200, 201, 199, 242, 243, 269),
    *(117, 270, 271, 272),
    *(129, 130, 138, 240),
    *(40, 39, 41, 51, 97, 268),
    *(264, 265),
    *(280, 241, 282),
    *(217, 218, 219),
    *(105, 273, 106, 104, 294, 142),
    *(224, 225, 60, 89, 262),
    *(170, 112, 171, 266, 161, 162),
    *(92, 116),
    *(52, 53, 55, 54),
    *(5, 6, 7, 14, 15, 16),
    88,
    *(194, 195, 196, 190, 191, 192, 193, 186, 187, 188, 189, 180),
    *(164, 119, 274, 122, 30, 140),
    *(279, 154, 157),
    *(45, 38, 276),
    *(34, 33, 37, 36),
    35,
)

TABLES = {
    "x86_64": Table(0xC000_003E, 56, 234, 302, 16, ((2, 1), (257, 2)), 41, (*_X86_64, *EVERYWHERE)),
    "aarch64": Table(0xC000_00B7, 220, 131, 261, 29, ((56, 2),), 198, (*_AARCH64, *EVERYWHERE)),
}
"""By what `platform.machine()` says."""
