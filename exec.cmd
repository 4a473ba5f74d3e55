@rem Lets package.json say `exec node ...` on Windows too. In a POSIX shell, exec hands npm signals straight to Node.
@%*
