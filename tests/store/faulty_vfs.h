// A file system under SQLite that fails when it is told to: SQLite's own (sqlite.org/vfs.html), with every call to a
// file counted, and one of them, or all from one on, answered with an error.
#pragma once
#include <sqlite3.h>

#include <cstring>
#include <stdexcept>

namespace xp::test {

class FaultyVfs {
 public:
  enum class Fault { none, once, lasting };
  /// SQLite's default for as long as it lives; at most one at a time.
  FaultyVfs() : own_(*sqlite3_vfs_find(nullptr)), real_(sqlite3_vfs_find(nullptr)) {
    if (current()) throw std::logic_error("two faulty file systems");
    current() = this;
    own_.zName = "faulty", own_.pNext = nullptr;
    own_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
    own_.xOpen = open, own_.xDelete = remove, own_.xAccess = access;
    sqlite3_vfs_register(&own_, 1);
  }
  ~FaultyVfs() {
    sqlite3_vfs_unregister(&own_);
    sqlite3_vfs_register(real_, 1);
    current() = nullptr;
  }
  FaultyVfs(const FaultyVfs&) = delete;
  FaultyVfs& operator=(const FaultyVfs&) = delete;

  /// The `call`th from now on fails, from 1; a full disk answers SQLITE_FULL where it is written to.
  void fail(Fault fault, int call, bool full = false) { fault_ = fault, at_ = calls_ + call, full_ = full; }
  void heal() { fault_ = Fault::none; }
  int calls() const { return calls_; }
  int failures() const { return failures_; }
  int syncs() const { return syncs_; }  // that were asked for

 private:
  struct File {
    sqlite3_file base;
    sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
  };
  static FaultyVfs*& current() {
    static FaultyVfs* vfs = nullptr;
    return vfs;
  }
  static sqlite3_file* real(sqlite3_file* f) { return reinterpret_cast<File*>(f)->real(); }

  /// SQLITE_OK, or what this call fails with.
  static int next(int error, bool writes = false) {
    FaultyVfs& vfs = *current();
    const int call = ++vfs.calls_;
    const bool fails = vfs.fault_ == Fault::lasting ? call >= vfs.at_ : vfs.fault_ == Fault::once && call == vfs.at_;
    if (!fails) return SQLITE_OK;
    ++vfs.failures_;
    return vfs.full_ && writes ? SQLITE_FULL : error;
  }

  static int open(sqlite3_vfs*, const char* name, sqlite3_file* f, int flags, int* out) {
    f->pMethods = nullptr;
    if (const int e = next(SQLITE_CANTOPEN)) return e;
    File* file = reinterpret_cast<File*>(f);
    std::memset(file->real(), 0, static_cast<std::size_t>(current()->real_->szOsFile));
    const int e = current()->real_->xOpen(current()->real_, name, file->real(), flags, out);
    if (e == SQLITE_OK) f->pMethods = &methods();
    return e;
  }
  static int remove(sqlite3_vfs*, const char* name, int sync) {
    if (const int e = next(SQLITE_IOERR_DELETE)) return e;
    return current()->real_->xDelete(current()->real_, name, sync);
  }
  static int access(sqlite3_vfs*, const char* name, int flags, int* out) {
    if (const int e = next(SQLITE_IOERR_ACCESS)) return e;
    return current()->real_->xAccess(current()->real_, name, flags, out);
  }

  static const sqlite3_io_methods& methods() {
    static const sqlite3_io_methods all = [] {
      sqlite3_io_methods m{};
      m.iVersion = 2;  // shared memory, which WAL needs; no memory mapping, so that every read is a call
      m.xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); };
      m.xRead = [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
        const int e = next(SQLITE_IOERR_READ);
        return e ? e : real(f)->pMethods->xRead(real(f), to, n, at);
      };
      m.xWrite = [](sqlite3_file* f, const void* from, int n, sqlite3_int64 at) {
        const int e = next(SQLITE_IOERR_WRITE, true);
        return e ? e : real(f)->pMethods->xWrite(real(f), from, n, at);
      };
      m.xTruncate = [](sqlite3_file* f, sqlite3_int64 size) {
        const int e = next(SQLITE_IOERR_TRUNCATE, true);
        return e ? e : real(f)->pMethods->xTruncate(real(f), size);
      };
      m.xSync = [](sqlite3_file* f, int flags) {
        ++current()->syncs_;
        const int e = next(SQLITE_IOERR_FSYNC, true);
        return e ? e : real(f)->pMethods->xSync(real(f), flags);
      };
      m.xFileSize = [](sqlite3_file* f, sqlite3_int64* size) {
        const int e = next(SQLITE_IOERR_FSTAT);
        return e ? e : real(f)->pMethods->xFileSize(real(f), size);
      };
      m.xLock = [](sqlite3_file* f, int level) {
        const int e = next(SQLITE_IOERR_LOCK);
        return e ? e : real(f)->pMethods->xLock(real(f), level);
      };
      m.xUnlock = [](sqlite3_file* f, int level) { return real(f)->pMethods->xUnlock(real(f), level); };
      m.xCheckReservedLock = [](sqlite3_file* f, int* out) {
        return real(f)->pMethods->xCheckReservedLock(real(f), out);
      };
      m.xFileControl = [](sqlite3_file* f, int op, void* arg) {
        return real(f)->pMethods->xFileControl(real(f), op, arg);
      };
      m.xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); };
      m.xDeviceCharacteristics = [](sqlite3_file* f) { return real(f)->pMethods->xDeviceCharacteristics(real(f)); };
      m.xShmMap = [](sqlite3_file* f, int page, int size, int extend, void volatile** out) {
        const int e = next(SQLITE_IOERR_SHMMAP, true);
        return e ? e : real(f)->pMethods->xShmMap(real(f), page, size, extend, out);
      };
      m.xShmLock = [](sqlite3_file* f, int at, int n, int flags) {
        const int e = flags & SQLITE_SHM_LOCK ? next(SQLITE_IOERR_SHMLOCK) : SQLITE_OK;
        return e ? e : real(f)->pMethods->xShmLock(real(f), at, n, flags);
      };
      m.xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); };
      m.xShmUnmap = [](sqlite3_file* f, int remove) { return real(f)->pMethods->xShmUnmap(real(f), remove); };
      return m;
    }();
    return all;
  }

  sqlite3_vfs own_;
  sqlite3_vfs* real_;
  int calls_ = 0, failures_ = 0, syncs_ = 0, at_ = 0;
  Fault fault_ = Fault::none;
  bool full_ = false;
};

}  // namespace xp::test
