; "Open with" for videos: Timecue is offered, and what opens them now stays as it is.
!macro timecueOffer EXT
  WriteRegStr SHELL_CONTEXT "Software\Classes\.${EXT}\OpenWithProgids" "Timecue.Video" ""
!macroend

!macro timecueWithdraw EXT
  DeleteRegValue SHELL_CONTEXT "Software\Classes\.${EXT}\OpenWithProgids" "Timecue.Video"
!macroend

!macro timecueEach ACTION
  !insertmacro ${ACTION} "mp4"
  !insertmacro ${ACTION} "m4v"
  !insertmacro ${ACTION} "mov"
  !insertmacro ${ACTION} "mkv"
  !insertmacro ${ACTION} "webm"
  !insertmacro ${ACTION} "avi"
  !insertmacro ${ACTION} "mpg"
  !insertmacro ${ACTION} "mpeg"
  !insertmacro ${ACTION} "mts"
  !insertmacro ${ACTION} "m2ts"
  !insertmacro ${ACTION} "ts"
  !insertmacro ${ACTION} "mxf"
  !insertmacro ${ACTION} "wmv"
  !insertmacro ${ACTION} "flv"
  !insertmacro ${ACTION} "3gp"
  !insertmacro ${ACTION} "ogv"
!macroend

!macro customInstall
  WriteRegStr SHELL_CONTEXT "Software\Classes\Timecue.Video" "" "Video"
  WriteRegStr SHELL_CONTEXT "Software\Classes\Timecue.Video\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" -- "%1"'
  !insertmacro timecueEach timecueOffer
!macroend

!macro customUnInstall
  !insertmacro timecueEach timecueWithdraw
  DeleteRegKey SHELL_CONTEXT "Software\Classes\Timecue.Video"
!macroend
