package dev.ordeal.faultlab.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What the file system refused, in words: its own exceptions say little more than a path. */
final class FileTrouble {
  private FileTrouble() {}

  static String inWords(final IOException trouble) {
    if (!(trouble instanceof FileSystemException of)) {
      return String.valueOf(trouble.getMessage());
    }
    final String path = "path=" + of.getFile();
    if (trouble instanceof NoSuchFileException) {
      return "no such file or folder: " + path;
    } else if (trouble instanceof AccessDeniedException) {
      return "access denied: " + path;
    } else if (trouble instanceof FileAlreadyExistsException) {
      return "a file of that name is in the way: " + path;
    } else if (trouble instanceof NotDirectoryException) {
      return "not a folder: " + path;
    } else if (trouble instanceof DirectoryNotEmptyException) {
      return "folder is not empty: " + path;
    }
    return "cannot use a file: " + path + (of.getReason() == null ? "" : ", cause=" + of.getReason());
  }
}
